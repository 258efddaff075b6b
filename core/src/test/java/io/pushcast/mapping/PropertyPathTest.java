package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.InvalidMessageException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PropertyPathTest {

    private static final String HERE = PropertyPathTest.class.getName();

    @PublishTo(channel = "{value}")
    record Component(@Nullable Object value) {}

    private record Secluded(String id) {}

    @PublishTo(channel = "{url}.{URL}.{paid}.{open}.{plain}.{static_}.{fluent}")
    private static final class Bean {
        public final String plain = "field";
        public static final String CONSTANT = "not mine";
        private final String fluent = "fluent";
        public final String static_ = "underscore";

        public String getUrl() {
            return "getUrl";
        }

        public String getURL() {
            return "getURL";
        }

        public boolean isPaid() {
            return true;
        }

        public Boolean isOpen() {
            return false;
        }

        public String fluent() {
            return fluent;
        }
    }

    @SuppressWarnings("UnusedMethod")
    @PublishTo(channel = "{x}")
    static class Listing {
        public String field = "";
        public static String constant = "";
        String hidden = "";
        private final String fluent = "";

        public String getZebra() {
            return "";
        }

        public boolean isApple() {
            return true;
        }

        public String isNoBoolean() {
            return "";
        }

        public void getNothing() {}

        public String getWith(String argument) {
            return argument;
        }

        public String get() {
            return "";
        }

        public String getaway() {
            return "";
        }

        public String fluent() {
            return fluent;
        }

        public String delete() {
            return "";
        }

        public static String getStatic() {
            return "";
        }

        String getHidden() {
            return hidden;
        }
    }

    @PublishTo(channel = "{region}")
    record Derived(String country) {
        public String region() {
            return country.toUpperCase(Locale.ROOT);
        }
    }

    interface Party {
        default String kind() {
            return getClass().getSimpleName();
        }
    }

    record Person(String name) implements Party {}

    record Company(String name, String vat) implements Party {}

    @PublishTo(channel = "{party.kind}.{party.name}")
    record ToParty(Party party) {}

    @PublishTo(channel = "{party.vat}")
    record ToVat(Party party) {}

    static class Vehicle {
        public String getWheels() {
            return "2";
        }
    }

    static class Car extends Vehicle {
        public String getDoors() {
            return "5";
        }
    }

    @PublishTo(channel = "{vehicle.doors}")
    record ToDoors(Vehicle vehicle) {}

    @PublishTo(channel = "{content.name}")
    record Envelope<T>(T content) {}

    @PublishTo(channel = "{buyer.name}")
    record OptionalBuyer(Optional<Person> buyer) {}

    @PublishTo(channel = "{buyer.nam}")
    record MisspeltOptional(Optional<Person> buyer) {}

    @PublishTo(channel = "{a}.{b}.{c}.{d...}")
    record Optionals(Optional<String> a, OptionalInt b, OptionalLong c, OptionalDouble d) {}

    @PublishTo(channel = "{secluded.id}")
    record OfSecluded(Secluded secluded) {}

    enum Status {
        PAID {
            @Override
            public String toString() {
                return "Paid in full!";
            }
        }
    }

    @PublishTo(channel = "{status}.{status.ordinal}")
    record WithStatus(Status status) {}

    @PublishTo(channel = "{items.empty}")
    record WithItems(List<String> items) {}

    @PublishTo(channel = "{zone.lastRuleInstance}")
    record WithZone(TimeZone zone) {}

    @PublishTo(channel = "x.{id}")
    static class Throwing {
        public String getId() {
            throw new UnsupportedOperationException("not yet");
        }
    }

    static class Unprintable {
        @Override
        public String toString() {
            throw new UnsupportedOperationException("not me");
        }
    }

    abstract static class Hidden {
        public String getId() {
            return "h-1";
        }
    }

    @PublishTo(channel = "{id}")
    public static class Visible extends Hidden {}

    abstract static class Generic<T> {
        public abstract T getId();
    }

    @PublishTo(channel = "{id}")
    static class Concrete extends Generic<String> {
        @Override
        public String getId() {
            return "g-1";
        }
    }

    @Test
    void readsGettersMethodsAndFieldsOfAClassThatIsNotPublic() {
        assertThat(channelOf(new Bean())).isEqualTo("getUrl.getURL.true.false.field.underscore.fluent");
    }

    @Test
    void readsWhatARecordComputes() {
        assertThat(channelOf(new Derived("de"))).isEqualTo("DE");
    }

    @Test
    void readsComponentsOfAPrivateRecord() {
        assertThat(channelOf(new OfSecluded(new Secluded("s-1")))).isEqualTo("s-1");
    }

    @Test
    void readsWhatIsInheritedFromAClassThatIsNotPublicOrGeneric() {
        assertThat(channelOf(new Visible())).isEqualTo("h-1");
        assertThat(channelOf(new Concrete())).isEqualTo("g-1");
    }

    @Test
    void looksUpByTheValuesClassWhatTheDeclaredTypeLeavesOpen() {
        assertThat(channelOf(new ToParty(new Person("ann")))).isEqualTo("Person.ann");
        assertThat(channelOf(new ToParty(new Company("acme", "DE1")))).isEqualTo("Company.acme");
        assertThat(channelOf(new Envelope<>(new Person("bob")))).isEqualTo("bob");
        assertThat(channelOf(new WithItems(List.of("a")))).isEqualTo("false");
    }

    @Test
    void saysSoIfTheValuesClassLacksTheProperty() {
        assertWrong(
                new ToVat(new Person("ann")),
                "@PublishTo on " + HERE + "$ToVat: the template '{party.vat}' names no property with {party.vat}; "
                        + HERE + "$Person has name, kind");
    }

    @Test
    void holdsToTheDeclaredTypeIfThatIsAClass() {
        assertWrong(
                new ToDoors(new Car()),
                "@PublishTo on " + HERE + "$ToDoors: the template '{vehicle.doors}' names no property with"
                        + " {vehicle.doors}; " + HERE + "$Vehicle has wheels");
    }

    @Test
    void looksIntoOptionals() {
        assertThat(channelOf(new OptionalBuyer(Optional.of(new Person("ann"))))).isEqualTo("ann");
        assertThat(channelOf(
                        new Optionals(Optional.of("a"), OptionalInt.of(1), OptionalLong.of(2), OptionalDouble.of(0.5))))
                .isEqualTo("a.1.2.0.5");
        assertThatThrownBy(() -> EventMappings.ofAnnotations().verify(MisspeltOptional.class))
                .hasMessageEndingWith("the template '{buyer.nam}' names no property with {buyer.nam}; " + HERE
                        + "$Person has name, kind");
    }

    @Test
    void writesEnumConstantsByName() {
        assertThat(channelOf(new WithStatus(Status.PAID))).isEqualTo("PAID.0");
    }

    @Test
    void listsWhatCountsAsAProperty() {
        assertWrong(
                new Listing(),
                "@PublishTo on " + HERE + "$Listing: the template '{x}' names no property; it has apple, field, fluent,"
                        + " zebra");
    }

    @Test
    void needsAValue() {
        assertInvalid(
                new Component(null),
                "@PublishTo on " + HERE
                        + "$Component: the template '{value}' needs the property value, and value is null"
                        + " or an empty Optional");
        assertInvalid(
                new OptionalBuyer(Optional.empty()),
                "@PublishTo on " + HERE
                        + "$OptionalBuyer: the template '{buyer.name}' needs the property buyer.name, and"
                        + " buyer is null or an empty Optional");
        assertInvalid(
                new Component(OptionalInt.empty()),
                "@PublishTo on " + HERE
                        + "$Component: the template '{value}' needs the property value, and value is null"
                        + " or an empty Optional");
        assertInvalid(
                new Component(""),
                "@PublishTo on " + HERE + "$Component: the template '{value}' needs the property value, and that is"
                        + " empty");
    }

    @Test
    void saysWhichPropertyThrew() {
        assertThatThrownBy(() -> channelOf(new Throwing()))
                .isInstanceOf(MappingException.class)
                .hasMessage("@PublishTo on " + HERE
                        + "$Throwing: the template 'x.{id}' needs the property id, and reading" + " it from " + HERE
                        + "$Throwing threw java.lang.UnsupportedOperationException: not yet")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> channelOf(new Component(new Unprintable())))
                .isInstanceOf(MappingException.class)
                .hasMessage(
                        "@PublishTo on " + HERE + "$Component: the template '{value}': toString() of the property value"
                                + " (" + HERE + "$Unprintable) threw java.lang.UnsupportedOperationException: not me")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void saysWhichModuleKeepsAPropertyToItself() {
        assertWrong(
                new WithZone(TimeZone.getTimeZone("Europe/Berlin")),
                "@PublishTo on " + HERE + "$WithZone: the template '{zone.lastRuleInstance}' can't read the property"
                        + " lastRuleInstance of sun.util.calendar.ZoneInfo, which is not open to this library; let the"
                        + " module-info.java of java.base say 'opens sun.util.calendar', or map the type with"
                        + " EventMappings.builder().route(…)");
    }

    private static String channelOf(Object event) {
        return EventMappings.ofAnnotations()
                .routesOf(event)
                .get(0)
                .channels()
                .get(0)
                .value();
    }

    private static void assertWrong(Object event, String message) {
        assertThatThrownBy(() -> channelOf(event))
                .isInstanceOf(MappingException.class)
                .hasMessage(message);
    }

    private static void assertInvalid(Object event, String message) {
        assertThatThrownBy(() -> channelOf(event))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage(message);
    }
}
