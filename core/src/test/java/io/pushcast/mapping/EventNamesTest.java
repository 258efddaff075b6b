package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;

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
}
