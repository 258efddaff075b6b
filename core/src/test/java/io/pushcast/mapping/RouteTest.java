package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTest {

    @Test
    void knowsOnlyItsChannelsAtFirst() {
        Route route = Route.to("orders", "private-orders.c-7");

        assertThat(route.channels()).containsExactly(ChannelName.of("orders"), ChannelName.of("private-orders.c-7"));
        assertThat(route.event()).isEmpty();
        assertThat(route.payload()).isEmpty();
        assertThat(route.orderingKey()).isEmpty();
    }

    @Test
    void takesWhatItIsGivenAndStaysAsItWas() {
        Route bare = Route.to("orders");
        Route full = bare.named("order-placed").payload(List.of(1)).orderedBy("o-1");

        assertThat(full.event()).contains("order-placed");
        assertThat(full.payload()).contains(List.of(1));
        assertThat(full.orderingKey()).contains(OrderingKey.of("o-1"));
        assertThat(full.orderedBy(OrderingKey.NONE).orderingKey()).contains(OrderingKey.NONE);
        assertThat(bare).isEqualTo(Route.to("orders")).isNotEqualTo(full);
    }

    @Test
    void goesToEverybodyOrToOthersAndStaysSo() {
        Route toOthers = Route.to("orders").toOthers();

        assertThat(Route.to("orders").isToOthers()).isFalse();
        assertThat(toOthers.named("placed")
                        .payload(1)
                        .orderedBy("o-1")
                        .largePayload(Route.LargePayload.GZIP)
                        .isToOthers())
                .isTrue();
        assertThat(toOthers.orElse("placed", 1).isToOthers()).isTrue();
        assertThat(toOthers)
                .isEqualTo(Route.to("orders").toOthers())
                .isNotEqualTo(Route.to("orders"))
                .hasToString("Route[to others on [orders]]");
    }

    @Test
    void countsAChannelOnce() {
        assertThat(Route.to("a", "b", "a").channels()).containsExactly(ChannelName.of("a"), ChannelName.of("b"));
    }

    @Test
    void keepsItsPayloadToItself() {
        assertThat(Route.to("orders").named("order-placed").payload("secret").orderedBy("o-1"))
                .hasToString("Route[order-placed to [orders], ordered by o-1]");
        assertThat(Route.to("orders")).hasToString("Route[to [orders]]");
    }

    @Test
    void refusesWhatCannotBePublished() {
        assertThatThrownBy(() -> Route.to("orders", "a/b"))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("'a/b' has the character '/' at position 1");
        assertThatThrownBy(() -> Route.to(List.of()))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("A route needs at least one channel");
        assertThatThrownBy(() -> Route.to("orders").named(""))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("An event name must not be empty");
        assertThatThrownBy(() -> Route.to("orders").payload(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The payload of a route must not be null; leave it out to publish the event itself");
        assertThatThrownBy(() -> Route.to("orders").orderedBy(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OrderingKey.NONE");
    }
}
