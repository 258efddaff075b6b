package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelName;
import io.pushcast.message.OrderingKey;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublishToTest {

    private static final String HERE = PublishToTest.class.getName();

    @PublishTo(channel = "private-orders.{customerId}")
    record OrderPlaced(String orderId, String customerId, BigDecimal total) {}

    @PublishTo(
            channel = {"orders", "private-orders.{orderId}"},
            event = "paid",
            orderedBy = "order {orderId}/{total}")
    @PublishTo(channel = "payments")
    record OrderPaid(String orderId, int total) {}

    @PublishTo(channel = "audit")
    interface Audited {}

    @PublishTo(channel = "orders.{id}")
    interface OrderEvent extends Audited {
        String id();
    }

    @PublishTo(channel = "everything")
    @PublishTo(channel = "audit")
    abstract static class Base implements Audited {}

    @PublishTo(channel = "shipped")
    static class OrderShipped extends Base implements OrderEvent {
        @Override
        public String id() {
            return "o-1";
        }
    }

    @PublishTo(channel = "carts", toOthers = true)
    @PublishTo(channel = "stock")
    record CartChanged() {}

    @PublishTo(channel = "private-orders.{custmerId}")
    record Misspelt(String orderId, String customerId, BigDecimal total) {}

    @PublishTo(channel = "private-orders.{orderId}.{custmerId}")
    record MisspeltAmongOthers(String orderId, String customerId) {}

    record Customer(String id, String name) {}

    @PublishTo(channel = "private-orders.{customer.nme}")
    record MisspeltWithin(Customer customer) {}

    @PublishTo(channel = "x.{any}")
    record Nothing() {}

    @PublishTo(channel = "x", orderedBy = "{orderID}")
    record MisspeltKey(String orderId) {}

    @PublishTo(channel = "x.{a")
    record Unbalanced(String a) {}

    @PublishTo(channel = {})
    record NoChannel() {}

    @PublishTo(channel = "x", event = "order-{id}")
    record NameWithPlaceholder(String id) {}

    @PublishTo(channel = "x")
    record ClientJoined() {}

    @PublishTo(channel = "orders.{missing}")
    interface Asking {}

    record Answering() implements Asking {}

    record Unmapped() {}

    private final EventMappings mappings = EventMappings.ofAnnotations();

    @Test
    void saysChannelNameAndPayload() {
        OrderPlaced event = new OrderPlaced("o-1", "c-7", new BigDecimal("19.90"));

        assertThat(mappings.routesOf(event))
                .containsExactly(
                        Route.to("private-orders.c-7").named("order-placed").payload(event));
    }

    @Test
    void withSeveralChannelsIsOneRouteAndTwiceIsTwo() {
        OrderPaid event = new OrderPaid("o-1", 5);

        assertThat(mappings.routesOf(event))
                .containsExactly(
                        Route.to("orders", "private-orders.o-1")
                                .named("paid")
                                .payload(event)
                                .orderedBy(OrderingKey.of("order o-1/5")),
                        Route.to("payments").named("order-paid").payload(event));
    }

    @Test
    void goesToOthersOnTheRouteThatSaysSo() {
        assertThat(mappings.routesOf(new CartChanged()))
                .extracting(Route::isToOthers)
                .containsExactly(true, false);
    }

    @Test
    void countsOnSuperclassesAndInterfacesTooAndOnceIfEqual() {
        List<Route> routes = mappings.routesOf(new OrderShipped());

        assertThat(routes)
                .extracting(route -> route.channels().get(0))
                .containsExactly(
                        ChannelName.of("shipped"),
                        ChannelName.of("everything"),
                        ChannelName.of("audit"),
                        ChannelName.of("orders.o-1"));
        assertThat(routes).allSatisfy(route -> assertThat(route.event()).contains("order-shipped"));
    }

    @Test
    void namingNoPropertyIsAnErrorThatListsThoseThereAre() {
        assertWrong(
                Misspelt.class,
                "@PublishTo on " + HERE + "$Misspelt: the template 'private-orders.{custmerId}' names no property;"
                        + " it has orderId, customerId, total");
        assertWrong(
                MisspeltAmongOthers.class,
                "@PublishTo on " + HERE
                        + "$MisspeltAmongOthers: the template 'private-orders.{orderId}.{custmerId}' names"
                        + " no property with {custmerId}; it has orderId, customerId");
        assertWrong(
                MisspeltWithin.class,
                "@PublishTo on " + HERE
                        + "$MisspeltWithin: the template 'private-orders.{customer.nme}' names no property"
                        + " with {customer.nme}; " + HERE + "$Customer has id, name");
        assertWrong(
                Nothing.class,
                "@PublishTo on " + HERE + "$Nothing: the template 'x.{any}' names no property; it has none");
        assertWrong(
                MisspeltKey.class,
                "@PublishTo on " + HERE + "$MisspeltKey: the template '{orderID}' names no property; it has orderId");
        assertWrong(
                Answering.class,
                "@PublishTo on " + HERE + "$Asking (for " + HERE
                        + "$Answering): the template 'orders.{missing}' names no property; it has none");
    }

    @Test
    void isFoundToBeWrongAlsoWhenAnEventIsPublishedAndEachTimeAnew() {
        Misspelt event = new Misspelt("o-1", "c-7", BigDecimal.ONE);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> mappings.routesOf(event))
                    .isInstanceOf(MappingException.class)
                    .hasMessageContaining("'private-orders.{custmerId}' names no property");
        }
    }

    @Test
    void saysOnWhichTypeItIsWrong() {
        assertWrong(
                Unbalanced.class,
                "@PublishTo on " + HERE
                        + "$Unbalanced: The template 'x.{a' has a '{' that is not closed at position 2");
        assertWrong(
                NoChannel.class, "@PublishTo on " + HERE + "$NoChannel: it names no channel; it needs at least one");
        assertWrong(
                NameWithPlaceholder.class,
                "@PublishTo on " + HERE
                        + "$NameWithPlaceholder: The event name 'order-{id}' has braces, but is a constant"
                        + " and no template; put into the payload what differs");
        assertWrong(
                ClientJoined.class,
                "@PublishTo on " + HERE + "$ClientJoined: The event name 'client-joined' starts with 'client-', which"
                        + " Pusher keeps for itself and for clients; choose another name");
    }

    @Test
    void leavesOpenWhatOnlyTheEventsOfAnInterfaceCanHave() {
        mappings.verify(Asking.class);
        mappings.verify(OrderEvent.class);
        mappings.verify(OrderPlaced.class);
    }

    @Test
    void isMissedWithAdvice() {
        assertThat(mappings.isMapped(OrderPlaced.class)).isTrue();
        assertThat(mappings.isMapped(Misspelt.class)).isTrue();
        assertThat(mappings.isMapped(Unmapped.class)).isFalse();

        String advice = "Nothing says where events of " + HERE + "$Unmapped go; annotate the type with"
                + " @PublishTo(channel = \"…\"), or map it with EventMappings.builder().route(Unmapped.class, event ->"
                + " Route.to(\"…\"))";
        assertThatThrownBy(() -> mappings.routesOf(new Unmapped()))
                .isInstanceOf(MappingException.class)
                .hasMessage(advice);
        assertWrong(Unmapped.class, advice);
    }

    @Test
    void hasNothingToSayAboutNull() {
        assertThatThrownBy(() -> mappings.routesOf(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The event must not be null");
    }

    private void assertWrong(Class<?> type, String message) {
        assertThatThrownBy(() -> mappings.verify(type))
                .isInstanceOf(MappingException.class)
                .hasMessage(message);
    }
}
