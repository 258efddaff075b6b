package io.pushcast.quarkus.deployment.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.MappingException;
import io.pushcast.mapping.PublishTo;
import io.pushcast.mapping.Route;
import io.quarkus.arc.processor.BeanArchives;
import java.io.IOException;
import java.time.DayOfWeek;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedTypeCheckTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                AnEvent.class,
                Bean.class,
                Nested.class,
                ThroughAnInterface.class,
                Generic.class,
                OptionalCustomer.class,
                Constants.class,
                Sub.class,
                Conditional.class,
                Paced.class
            })
    void acceptsWhatCoreAccepts(Class<?> type) {
        EventMappings.ofAnnotations().verify(type);

        assertThat(errorsOf(type)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Misspelt.class,
                MisspeltInABean.class,
                MisspeltBelow.class,
                MisspeltInText.class,
                BelowANumber.class,
                BelowAnArray.class,
                BelowAnOptional.class,
                NoProperties.class,
                MisspeltKey.class,
                NotClosed.class,
                Touching.class,
                IllegalLiteral.class,
                NoChannel.class,
                ReservedName.class,
                TemplateForAName.class,
                MisspeltCondition.class,
                ConditionOfText.class,
                ConditionOfNoName.class,
                PaceOfAWord.class,
                PaceOfADay.class,
                PacedInParts.class,
                RestInTheMiddle.class,
                Implementation.class
            })
    void saysWhatCoreWouldSayAtRunTime(Class<?> type) {
        Throwable atRunTime = catchThrowable(() -> EventMappings.ofAnnotations().verify(type));

        assertThat(atRunTime).isInstanceOf(MappingException.class);
        assertThat(errorsOf(type)).extracting(Throwable::getMessage).containsExactly(atRunTime.getMessage());
    }

    @Test
    void namesClassTemplateAndProperties() {
        assertThat(errorsOf(Misspelt.class))
                .singleElement()
                .extracting(Throwable::getMessage)
                .asString()
                .contains(Misspelt.class.getName())
                .contains("'private-orders.{custmerId}'")
                .endsWith("it has orderId, customerId");
    }

    @Test
    void findsEverythingAtOnce() {
        assertThat(errorsOf(FullOfMistakes.class))
                .extracting(Throwable::getMessage)
                .satisfiesExactly(
                        first -> assertThat(first).contains("{a}"),
                        second -> assertThat(second).contains("{b}"),
                        third -> assertThat(third).contains("'pusher:x'"));
    }

    @PublishTo(channel = "orders.{id}.{day}", orderedBy = "{id} {customer.id}")
    @PublishTo(
            channel = {"audit", "#server-to-user-{customer.id}"},
            event = "audited")
    record AnEvent(UUID id, DayOfWeek day, Customer customer) {}

    @PublishTo(channel = "a", when = "shippable")
    @PublishTo(channel = "b", when = "isShippable")
    @PublishTo(channel = "c", when = "maybe")
    @PublishTo(channel = "d", when = "bean.paid")
    @PublishTo(channel = "e", when = "askable")
    static class Conditional {

        public Optional<Boolean> maybe = Optional.of(true);

        public Bean getBean() {
            return new Bean();
        }

        public boolean isShippable() {
            return true;
        }

        /** No field is called like it, so that templates don't know it. */
        public Boolean askable() {
            return true;
        }
    }

    @PublishTo(channel = "a.{id...}", pace = "250ms", largePayload = Route.LargePayload.GZIP)
    record Paced(String id) {}

    @PublishTo(channel = "a", when = "shipable")
    record MisspeltCondition(boolean shippable) {}

    @PublishTo(channel = "a", when = "id")
    record ConditionOfText(String id) {}

    @PublishTo(channel = "a", when = "not shippable")
    record ConditionOfNoName(boolean shippable) {}

    @PublishTo(channel = "a", pace = "soon")
    record PaceOfAWord() {}

    @PublishTo(channel = "a", pace = "24h")
    record PaceOfADay() {}

    @PublishTo(channel = "a", pace = "1s", largePayload = Route.LargePayload.CHUNK)
    record PacedInParts() {}

    @PublishTo(channel = "a.{id...}.b")
    record RestInTheMiddle(String id) {}

    record Customer(String id, Address address) {}

    record Address(String city, String[] lines) {}

    @PublishTo(channel = "beans.{url}.{URL}.{paid}.{open}.{flag}.{fluent}")
    static class Bean {

        public String open = "open";
        private final String fluent = "fluent";

        public String getUrl() {
            return "url";
        }

        public String getURL() {
            return "URL";
        }

        public boolean isPaid() {
            return true;
        }

        public Boolean isFlag() {
            return true;
        }

        public String fluent() {
            return fluent;
        }
    }

    @PublishTo(channel = "nested.{customer.address.city.bytes}")
    record Nested(Customer customer) {}

    @PublishTo(channel = "open.{shape.whatever.there.is}")
    record ThroughAnInterface(Shape shape) {}

    interface Shape {}

    @PublishTo(channel = "generic.{value.whatever}.{list.first}")
    record Generic<T>(T value, List<String> list) {}

    @PublishTo(channel = "optional.{customer.id}")
    record OptionalCustomer(Optional<Customer> customer) {}

    @PublishTo(channel = "days.{day.name}")
    record Constants(DayOfWeek day) {}

    static class Sub extends Bean {}

    @PublishTo(channel = "private-orders.{custmerId}")
    record Misspelt(String orderId, String customerId) {}

    @PublishTo(channel = "beans.{urll}")
    static class MisspeltInABean extends Bean {

        public static final String CONSTANT = "none";

        public String notAGetter(String argument) {
            return argument;
        }

        public String doSomething() {
            return "no property either";
        }

        public void getNothing() {}

        protected String getHidden() {
            return "hidden";
        }
    }

    @PublishTo(channel = "orders.{customer.adress.city}")
    record MisspeltBelow(Customer customer) {}

    @PublishTo(channel = "orders.{a}.{b}")
    record MisspeltInText(String a) {}

    @PublishTo(channel = "orders.{number.id}")
    record BelowANumber(int number) {}

    @PublishTo(channel = "orders.{customer.address.lines.first}")
    record BelowAnArray(Customer customer) {}

    @PublishTo(channel = "orders.{customer.name}")
    record BelowAnOptional(Optional<Customer> customer) {}

    @PublishTo(channel = "orders.{id}")
    record NoProperties() {}

    @PublishTo(channel = "orders", orderedBy = "{id}{other}")
    record MisspeltKey(String id) {}

    @PublishTo(channel = "orders.{id")
    record NotClosed(String id) {}

    @PublishTo(channel = "orders.{id}{other}.x")
    record Touching(String id, String other) {}

    @PublishTo(channel = "orders/{id}")
    record IllegalLiteral(String id) {}

    @PublishTo(channel = {})
    record NoChannel(String id) {}

    @PublishTo(channel = "orders", event = "client-placed")
    record ReservedName(String id) {}

    @PublishTo(channel = "orders", event = "placed-{id}")
    record TemplateForAName(String id) {}

    @PublishTo(channel = "open.{missing}")
    interface Open {}

    record Implementation(String id) implements Open {}

    @PublishTo(channel = {"x.{a}", "y.{b}"})
    @PublishTo(channel = "z", event = "pusher:x")
    record FullOfMistakes(String id) {}

    /** Of the type's own annotations, and of those it inherits. */
    private static List<MappingException> errorsOf(Class<?> type) {
        IndexView application = index(type);
        PublishedTypeCheck check = new PublishedTypeCheck(
                application,
                BeanArchives.buildComputingBeanArchiveIndex(
                        PublishedTypeCheckTest.class.getClassLoader(), new ConcurrentHashMap<>(Map.of()), application));
        return PublishedType.findAll(application).stream()
                .flatMap(published -> check.errorsOf(published).stream())
                .toList();
    }

    private static IndexView index(Class<?> type) {
        try {
            return type.getInterfaces().length == 0 || type.isRecord() && type != Implementation.class
                    ? Index.of(type, type.getSuperclass())
                    : Index.of(type, Open.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
