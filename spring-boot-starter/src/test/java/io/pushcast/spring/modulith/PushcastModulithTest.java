package io.pushcast.spring.modulith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.OrderingKey;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.spring.event.twice.Shipped;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.Externalized;
import org.springframework.modulith.events.config.EventExternalizationAutoConfiguration;
import org.springframework.modulith.events.support.DelegatingEventExternalizer;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(OutputCaptureExtension.class)
class PushcastModulithTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    TransactionAutoConfiguration.class,
                    EventExternalizationAutoConfiguration.class,
                    PushcastOutboxAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastEventAutoConfiguration.class,
                    PushcastModulithAutoConfiguration.class))
            .withUserConfiguration(Application.class)
            .withBean(RecordingTransport.class)
            .withPropertyValues(
                    "pushcast.url=http://k:s@localhost:6001/apps/1", "spring.datasource.generate-unique-name=true");

    @Test
    void deliversExternalisedEventsAfterTheCommit() {
        application.run(PushcastModulithTest::placeAndRollBack);
    }

    @Test
    void deliversThemByTheOutboxToo() {
        application.withPropertyValues("pushcast.outbox.enabled=true").run(PushcastModulithTest::placeAndRollBack);
    }

    private static void placeAndRollBack(org.springframework.context.ApplicationContext context) {
        RecordingTransport server = context.getBean(RecordingTransport.class);
        TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        transaction.executeWithoutResult(status -> {
            context.publishEvent(new OrderPlaced("o-0", "c-7"));
            status.setRollbackOnly();
        });
        transaction.executeWithoutResult(status -> {
            context.publishEvent(new OrderPlaced("o-1", "c-7"));
            assertThat(server.messages()).isEmpty();
        });
        await().until(() -> server.messages().size() == 1);
        ChannelMessage message = server.messages().get(0);
        assertThat(message.channels()).extracting(Object::toString).containsExactly("private-orders.c-7");
        assertThat(message.event()).isEqualTo("order-placed");
        assertThat(message.data()).isEqualTo("{\"orderId\":\"o-1\",\"customerId\":\"c-7\"}");
        assertThat(message.orderingKey()).isEqualTo(OrderingKey.of("o-1"));
    }

    @Test
    void isOffWithoutModulithOrWithExternalisationOff() {
        application
                .withPropertyValues("spring.modulith.events.externalization.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(DelegatingEventExternalizer.class));
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastModulithAutoConfiguration.class))
                .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1")
                .withClassLoader(new FilteredClassLoader("org.springframework.modulith"))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void warnsOfTypesWhoseOrderItCannotKeep(CapturedOutput output) {
        application.run(context -> assertThat(output)
                .contains("may arrive in another order")
                .contains(OrderPlaced.class.getName())
                .doesNotContain(WithoutKey.class.getName()));
    }

    @Test
    void refusesATypeThatWouldBeDeliveredTwice() {
        ApplicationContextRunner twice =
                application.withPropertyValues("pushcast.events.packages=" + Shipped.class.getPackageName());
        twice.run(context -> assertThat(context)
                .getFailure()
                .isInstanceOf(PushcastConfigurationException.class)
                .hasMessageContaining(Shipped.class.getName())
                .hasMessageContaining("@PublishTo and @Externalized"));
        twice.withPropertyValues("pushcast.modulith.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DelegatingEventExternalizer.class));
    }

    @Externalized("private-orders.all")
    record WithoutKey(String orderId) {}

    @Externalized("private-orders.{customerId}::#{#this.orderId()}")
    record OrderPlaced(String orderId, String customerId) {}

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    @AutoConfigurationPackage
    static class Application {}
}
