package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.InvalidMessageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Routes that count for some events of a type only, and what their pace says. */
class RouteConditionTest {

    private static final String HERE = RouteConditionTest.class.getName();

    @PublishTo(channel = "orders", when = "shippable")
    record ByComponent(boolean shippable) {}

    @PublishTo(channel = "orders", when = "shippable")
    record ByMethod(int items) {
        public boolean shippable() {
            return items > 0;
        }
    }

    @PublishTo(channel = "orders", when = "shippable")
    public static class ByGetter {
        public boolean isShippable() {
            return true;
        }
    }

    /** A method that templates would not take for a property: no field is called like it. */
    @PublishTo(channel = "orders", when = "canBeShipped")
    public static class ByQuestion {
        private final int items;

        ByQuestion(int items) {
            this.items = items;
        }

        public Boolean canBeShipped() {
            return items > 0;
        }
    }

    @PublishTo(channel = "orders", when = "isShippable")
    static class ByNameOfItsMethod extends ByGetter {}

    record Order(boolean paid) {}

    @PublishTo(channel = "orders", when = "order.paid")
    record ByPath(Order order) {}

    @PublishTo(channel = "orders", when = "paid")
    interface Payable {}

    record Paid(boolean paid) implements Payable {}

    record Unpayable() implements Payable {}

    record PaidInWords(String paid) implements Payable {}

    @PublishTo(channel = "all.{id}")
    @PublishTo(channel = "big.{missing}", when = "big")
    record Several(int id, Optional<String> missing) {
        public boolean big() {
            return id > 10;
        }
    }

    @PublishTo(channel = "orders", when = "shipable")
    record Misspelt(boolean shippable) {}

    @PublishTo(channel = "orders", when = "id")
    record NoTruth(String id) {}

    @PublishTo(channel = "orders", when = "not shippable")
    record NoName(boolean shippable) {}

    @PublishTo(channel = "orders", when = "known")
    record Unknown(Boolean known) {}

    @PublishTo(channel = "prices", pace = "250ms")
    record Paced() {}

    @PublishTo(channel = "prices", pace = "quickly")
    record PacedByAWord() {}

    @PublishTo(channel = "prices", pace = "1s", largePayload = Route.LargePayload.CHUNK)
    record PacedInParts() {}

    private final EventMappings mappings = EventMappings.ofAnnotations();

    private boolean counts(Object event) {
        return !mappings.routesOf(event).isEmpty();
    }

    @Test
    void asksAPropertyOrAMethod() {
        assertThat(counts(new ByComponent(true))).isTrue();
        assertThat(counts(new ByComponent(false))).isFalse();
        assertThat(counts(new ByMethod(1))).isTrue();
        assertThat(counts(new ByMethod(0))).isFalse();
        assertThat(counts(new ByGetter())).isTrue();
        assertThat(counts(new ByQuestion(1))).isTrue();
        assertThat(counts(new ByQuestion(0))).isFalse();
        assertThat(counts(new ByNameOfItsMethod())).isTrue();
        assertThat(counts(new ByPath(new Order(true)))).isTrue();
        assertThat(counts(new ByPath(new Order(false)))).isFalse();
    }

    @Test
    void isAskedBeforeTheTemplatesAndForItsOwnRouteOnly() {
        assertThat(mappings.routesOf(new Several(3, Optional.empty())))
                .extracting(route -> route.channels().get(0).value())
                .containsExactly("all.3");
        assertThat(mappings.routesOf(new Several(30, Optional.of("x")))).hasSize(2);
    }

    @Test
    void leavesOpenWhatOnlyTheEventsOfAnInterfaceCanHave() {
        mappings.verify(Payable.class);

        assertThat(counts(new Paid(true))).isTrue();
        assertThat(counts(new Paid(false))).isFalse();
        assertWrong(
                Unpayable.class,
                "@PublishTo on " + HERE + "$Payable (for " + HERE
                        + "$Unpayable): the condition 'paid' names no property; it has none");
        assertWrong(
                PaidInWords.class,
                "@PublishTo on " + HERE + "$Payable (for " + HERE
                        + "$PaidInWords): the condition 'paid' is no boolean, but java.lang.String");
    }

    @Test
    void isCheckedWhenTheTypeIsFirstSeen() {
        assertWrong(
                Misspelt.class,
                "@PublishTo on " + HERE + "$Misspelt: the condition 'shipable' names no property; it has shippable");
        assertWrong(
                NoTruth.class,
                "@PublishTo on " + HERE + "$NoTruth: the condition 'id' is no boolean, but java.lang.String");
        assertWrong(
                NoName.class,
                "@PublishTo on " + HERE
                        + "$NoName: The condition 'not shippable' can't be the name of a property or method"
                        + " (those look like shippable or order.paid)");
        assertThatThrownBy(() -> mappings.routesOf(new Unknown(null)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("the condition 'known' needs the property known, and known is null");
    }

    @Test
    void readsThePace() {
        assertThat(mappings.routesOf(new Paced()))
                .isEqualTo(List.of(
                        Route.to("prices").named("paced").payload(new Paced()).pace(Duration.ofMillis(250))));
        assertWrong(
                PacedByAWord.class,
                "@PublishTo on " + HERE
                        + "$PacedByAWord: The pace 'quickly' is no time; it looks like 250ms, 5s, 1m or PT0.25S");
        assertWrong(
                PacedInParts.class,
                "@PublishTo on " + HERE
                        + "$PacedInParts: it has both a pace and LargePayload.CHUNK, whose parts would give"
                        + " way to each other; use LargePayload.GZIP, or no pace");
    }

    private void assertWrong(Class<?> type, String message) {
        assertThatThrownBy(() -> mappings.verify(type))
                .isInstanceOf(MappingException.class)
                .hasMessage(message);
    }
}
