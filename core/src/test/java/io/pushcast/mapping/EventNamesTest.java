package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.lang.reflect.Proxy;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventNamesTest {

    interface Cancelled {}

    static class OrderPlaced {}

    enum Light {
        GREEN {}
    }

    @ParameterizedTest
    @CsvSource({
        "OrderPlaced, order-placed",
        "HTTPFailed, http-failed",
        "OrderV2Placed, order-v2-placed",
        "Order2Go, order2-go",
        "FailedHTTP, failed-http",
        "ABTest, ab-test",
        "order, order",
        "A, a",
        "OrderPlacedEvent, order-placed-event",
        "Order_Placed, order_placed",
        "StraßeGeändert, straße-geändert"
    })
    void areClassNamesInKebabCase(String className, String name) {
        assertThat(EventNames.kebab(className)).isEqualTo(name);
    }

    @Test
    void areThoseOfNestedClassesThemselves() {
        assertThat(EventNames.of(OrderPlaced.class)).isEqualTo("order-placed");
    }

    @Test
    void ofAnonymousClassesAreThoseOfWhatTheyExtendOrImplement() {
        assertThat(EventNames.of(new OrderPlaced() {}.getClass())).isEqualTo("order-placed");
        assertThat(EventNames.of(new Cancelled() {}.getClass())).isEqualTo("cancelled");
        assertThat(EventNames.of(Light.GREEN.getClass())).isEqualTo("light");
    }

    @Test
    void ofLambdasAreThoseOfTheirInterfaces() {
        CustomerMoved moved = () -> {};

        assertThat(EventNames.of(moved.getClass())).isEqualTo("customer-moved");
    }

    @PublishTo(channel = "customers")
    public static class Customer {}

    @PublishTo(channel = "customers")
    public interface CustomerMoved {
        void where();
    }

    /** What Hibernate makes at run time has this form of name, and knows no class around it. */
    @Test
    void ofProxiesAreThoseOfTheClassThatWasWritten() {
        for (String suffix : new String[] {
            "$HibernateProxy",
            "$HibernateProxy$Xy12Z",
            "$$EnhancerByCGLIB$$1a2b3c",
            "$$SpringCGLIB$$0",
            "$ByteBuddy$aB3dE",
            "$MockitoMock$123",
            "_$$_jvst1ab_0"
        }) {
            Class<?> proxy = subclass(Customer.class, Customer.class.getName() + suffix);

            assertThat(EventNames.of(proxy)).as(suffix).isEqualTo("customer");
            assertThat(EventMappings.defaultName(subclass(proxy, proxy.getName() + "$$SpringCGLIB$$0")))
                    .isEqualTo("customer");
        }
    }

    @Test
    void ofAProxyAreThoseOfTheClassWhenItsEventsArePublished() throws Exception {
        Object proxy = subclass(Customer.class, Customer.class.getName() + "$HibernateProxy")
                .getDeclaredConstructor()
                .newInstance();

        assertThat(EventMappings.ofAnnotations().routesOf(proxy).get(0).event()).hasValue("customer");
        assertThat(EventMappings.builder()
                        .route(Customer.class, customer -> Route.to("customers"))
                        .build()
                        .routesOf(proxy)
                        .get(0)
                        .event())
                .hasValue("customer");
    }

    /** Whose names follow no rule: ArC calls the client proxy of {@code Shop.Customer} {@code Shop_Customer_ClientProxy}. */
    @Test
    void ofClassesWithTheMarkOfAFrameworkAreThoseOfTheClassThatWasWritten() {
        Class<?> mark = new ByteBuddy()
                .makeInterface()
                .name("io.quarkus.arc.ClientProxy")
                .make()
                .load(Customer.class.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                .getLoaded();
        Class<?> proxy = new ByteBuddy()
                .subclass(Customer.class)
                .implement(mark)
                .name("io.pushcast.mapping.EventNamesTest_Customer_ClientProxy")
                .make()
                .load(mark.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                .getLoaded();

        assertThat(EventNames.of(proxy)).isEqualTo("customer");
    }

    @Test
    void ofProxiesOfInterfacesAreThoseOfTheInterface() {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Serializable.class, CustomerMoved.class},
                (self, method, arguments) -> null);

        assertThat(EventNames.of(proxy.getClass())).isEqualTo("customer-moved");
    }

    @Test
    void ofSubclassesThatWereWrittenAreTheirOwn() {
        assertThat(EventNames.of(CustomerRenamed.class)).isEqualTo("customer-renamed");
        assertThat(EventNames.of(Customer$Kept.class)).isEqualTo("customer$kept");
    }

    static class CustomerRenamed extends Customer {}

    static class Customer$Kept extends Customer {}

    private static Class<?> subclass(Class<?> parent, String name) {
        return new ByteBuddy()
                .subclass(parent)
                .name(name)
                .make()
                .load(parent.getClassLoader(), ClassLoadingStrategy.Default.WRAPPER)
                .getLoaded();
    }
}
