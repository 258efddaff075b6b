package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.InvalidMessageException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionMappingsTest {

    private static final String HERE = FunctionMappingsTest.class.getName();

    interface Event {}

    interface OrderEvent extends Event {}

    interface Audited {}

    @PublishTo(channel = "annotated")
    record OrderPlaced(String orderId) implements OrderEvent {}

    static class Invoice implements Audited {}

    static class Reminder extends Invoice implements Event {}

    record Both() implements OrderEvent, Audited {}

    record BothGenerations() implements Event, OrderEvent {}

    @Test
    void takeThePlaceOfAnnotations() {
        OrderPlaced event = new OrderPlaced("o-1");
        EventMappings mappings = EventMappings.builder()
                .route(OrderPlaced.class, e -> Route.to("orders").orderedBy(e.orderId()))
                .build();

        assertThat(mappings.routesOf(event))
                .containsExactly(
                        Route.to("orders").named("order-placed").payload(event).orderedBy("o-1"));
        assertThat(mappings.isMapped(OrderPlaced.class)).isTrue();
        mappings.verify(OrderPlaced.class);
    }

    @Test
    void keepTheNameAndThePayloadThatTheyGive() {
        EventMappings mappings = EventMappings.builder()
                .route(
                        OrderPlaced.class,
                        e -> Route.to("orders").named("placed").payload(List.of(e.orderId())))
                .build();

        assertThat(mappings.routesOf(new OrderPlaced("o-1")))
                .containsExactly(Route.to("orders").named("placed").payload(List.of("o-1")));
    }

    @Test
    void leaveTheAnnotationsOfOtherTypesAlone() {
        EventMappings mappings = EventMappings.builder()
                .route(Invoice.class, e -> Route.to("invoices"))
                .build();

        assertThat(channelsOf(mappings, new OrderPlaced("o-1"))).containsExactly("annotated");
    }

    @Test
    void giveSeveralRoutesOrNone() {
        EventMappings mappings = EventMappings.builder()
                .routes(
                        OrderPlaced.class,
                        e -> e.orderId().isEmpty() ? List.of() : List.of(Route.to("a"), Route.to("b")))
                .build();

        assertThat(channelsOf(mappings, new OrderPlaced("o-1"))).containsExactly("a", "b");
        assertThat(mappings.routesOf(new OrderPlaced(""))).isEmpty();
    }

    @Test
    void countForSubtypesTheNearestFirst() {
        EventMappings mappings = EventMappings.builder()
                .route(Event.class, e -> Route.to("event"))
                .route(OrderEvent.class, e -> Route.to("order-event"))
                .route(Invoice.class, e -> Route.to("invoice"))
                .route(Object.class, e -> Route.to("object"))
                .build();

        assertThat(channelsOf(mappings, new OrderPlaced("o-1"))).containsExactly("order-event");
        assertThat(channelsOf(mappings, new BothGenerations())).containsExactly("order-event");
        assertThat(channelsOf(mappings, new Reminder())).containsExactly("event");
        assertThat(channelsOf(mappings, new Invoice() {})).containsExactly("invoice");
        assertThat(channelsOf(mappings, "text")).containsExactly("object");
    }

    @Test
    void areRefusedIfItIsOpenWhichCounts() {
        EventMappings mappings = EventMappings.builder()
                .route(OrderEvent.class, e -> Route.to("order"))
                .route(Audited.class, e -> Route.to("audited"))
                .build();

        assertThatThrownBy(() -> mappings.routesOf(new Both()))
                .isInstanceOf(MappingException.class)
                .hasMessage(HERE + "$Both has several interfaces that are mapped, " + HERE + "$OrderEvent and " + HERE
                        + "$Audited; map the class itself to say what counts for it");
    }

    @Test
    void areRefusedTwiceForOneType() {
        EventMappings.Builder builder = EventMappings.builder().route(Invoice.class, e -> Route.to("a"));

        assertThatThrownBy(() -> builder.routes(Invoice.class, e -> List.of()))
                .isInstanceOf(MappingException.class)
                .hasMessage(
                        HERE + "$Invoice is mapped twice; give one function for it, with routes() if its events have"
                                + " several routes");
    }

    @Test
    void mustNotReturnNull() {
        String message =
                "The mapping of " + HERE + "$Invoice returned null where a route belongs; if such an event is not"
                        + " to be published, map the type with routes() and return an empty list";

        assertThatThrownBy(() -> EventMappings.builder()
                        .route(Invoice.class, e -> null)
                        .build()
                        .routesOf(new Invoice()))
                .isInstanceOf(MappingException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> EventMappings.builder()
                        .routes(Invoice.class, e -> null)
                        .build()
                        .routesOf(new Invoice()))
                .isInstanceOf(MappingException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> EventMappings.builder()
                        .routes(Invoice.class, e -> Arrays.asList(Route.to("a"), null))
                        .build()
                        .routesOf(new Invoice()))
                .isInstanceOf(MappingException.class)
                .hasMessage(message);
    }

    @Test
    void thatThrowAreNamed() {
        EventMappings mappings = EventMappings.builder()
                .route(Invoice.class, e -> {
                    throw new UnsupportedOperationException("not yet");
                })
                .build();

        assertThatThrownBy(() -> mappings.routesOf(new Reminder()))
                .isInstanceOf(MappingException.class)
                .hasMessage(
                        "The mapping of " + HERE + "$Invoice threw java.lang.UnsupportedOperationException: not yet for"
                                + " an event of " + HERE + "$Reminder")
                .hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void mayThrowThatAChannelIsIllegal() {
        EventMappings mappings = EventMappings.builder()
                .route(OrderPlaced.class, e -> Route.to("orders/" + e.orderId()))
                .build();

        assertThatThrownBy(() -> mappings.routesOf(new OrderPlaced("o-1")))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("'orders/o-1' has the character '/'");
    }

    private static List<String> channelsOf(EventMappings mappings, Object event) {
        return mappings.routesOf(event).stream()
                .map(route -> route.channels().get(0).value())
                .toList();
    }

    @Test
    void tellsWhatItKnowsBeforehand() {
        EventMappings mappings = EventMappings.builder()
                .route(Told.class, told -> Route.to("orders"))
                .build();

        assertThat(mappings.functionTypes()).containsExactly(Told.class);
        assertThat(mappings.annotationsOf(Told.class)).isEmpty();
        assertThat(mappings.annotationsOf(Annotated.class))
                .singleElement()
                .satisfies(annotation -> assertThat(annotation.channel()).containsExactly("told"));
        assertThat(EventMappings.defaultName(Annotated.class)).isEqualTo("annotated");
    }

    record Told(String id) {}

    @PublishTo(channel = "told")
    record Annotated(String id) {}
}
