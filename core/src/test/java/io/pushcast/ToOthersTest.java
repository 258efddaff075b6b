package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.PublishTo;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.SocketId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which connection does not see a message: it is settled when the message is published. */
class ToOthersTest {

    private static final SocketId CALLERS = SocketId.of("1.1");
    private static final PublishOptions TO_OTHERS = PublishOptions.NONE.toOthers();

    @PublishTo(channel = "carts", toOthers = true)
    @PublishTo(channel = "stock")
    record CartChanged(int items) {}

    @PublishTo(channel = "orders")
    record OrderPlaced(String id) {}

    record OrderPaid(String id) {}

    private final ThreadLocal<@Nullable SocketId> current = new ThreadLocal<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final List<ChannelMessage> published = new ArrayList<>();
    private final Pushcast pushcast = builder()
            .currentSocket(() -> {
                questions.incrementAndGet();
                return current.get();
            })
            .build();

    private PushcastBuilder builder() {
        return Pushcast.builder()
                .transport(new AcceptingTransport())
                .mappings(EventMappings.builder()
                        .route(OrderPaid.class, paid -> Route.to("orders").toOthers())
                        .build())
                .wrapSink(sink -> message -> {
                    published.add(message);
                    return new CompletableFuture<>();
                });
    }

    @AfterEach
    void close() {
        pushcast.close();
    }

    private List<Optional<SocketId>> excluded() {
        return published.stream().map(ChannelMessage::excludedSocket).toList();
    }

    @Test
    void leavesTheCallersConnectionOutWhereTheOptionsSaySo() {
        current.set(CALLERS);

        pushcast.publish(new OrderPlaced("o-1"), TO_OTHERS);
        pushcast.to("orders").named("paid").payload(Map.of()).toOthers().publish();
        pushcast.toUser("42").named("paid").payload(Map.of()).toOthers().publish();
        pushcast.publish(new OrderPlaced("o-1"));

        assertThat(excluded())
                .containsExactly(Optional.of(CALLERS), Optional.of(CALLERS), Optional.of(CALLERS), Optional.empty());
    }

    @Test
    void leavesItOutOnTheRoutesThatSaySoAndAsksOnceForAll() {
        current.set(CALLERS);

        pushcast.publish(new CartChanged(2));
        assertThat(excluded()).containsExactly(Optional.of(CALLERS), Optional.empty());

        pushcast.publish(new CartChanged(2), TO_OTHERS);
        assertThat(excluded().subList(2, 4)).containsOnly(Optional.of(CALLERS));
        assertThat(questions).hasValue(2);
    }

    @Test
    void leavesItOutOnTheRoutesOfFunctionsThatSaySo() {
        current.set(CALLERS);

        pushcast.publish(new OrderPaid("o-1"));

        assertThat(excluded()).containsExactly(Optional.of(CALLERS));
    }

    @Test
    void doesNotAskForWhatGoesToEverybody() {
        pushcast.publish(new OrderPlaced("o-1"));

        assertThat(questions).hasValue(0);
    }

    @Test
    void leavesOutTheConnectionThatIsNamedInPlaceOfTheCallers() {
        current.set(CALLERS);

        pushcast.publish(new CartChanged(2), TO_OTHERS.excluding("2.2"));

        assertThat(excluded()).containsOnly(Optional.of(SocketId.of("2.2")));
        assertThat(questions).hasValue(0);
    }

    @Test
    void keepsOtherOptions() {
        current.set(CALLERS);

        pushcast.publish(new OrderPlaced("o-1"), TO_OTHERS.orderedBy("o-1"));

        assertThat(published.get(0).excludedSocket()).contains(CALLERS);
        assertThat(published.get(0).orderingKey().value()).isEqualTo("o-1");
    }

    @Test
    void goesToEverybodyIfNobodyKnowsTheCallersConnection() {
        pushcast.publish(new OrderPlaced("o-1"), TO_OTHERS);
        try (Pushcast withoutSupplier = builder().build()) {
            withoutSupplier.publish(new OrderPlaced("o-2"), TO_OTHERS);
        }

        assertThat(excluded()).containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void isSettledAtPublishWhateverBecomesOfTheCallerLater() {
        current.set(CALLERS);
        pushcast.publish(new OrderPlaced("o-1"), TO_OTHERS);

        current.remove();

        assertThat(excluded()).containsExactly(Optional.of(CALLERS));
    }

    @Test
    void throwsWhatTheSupplierThrows() {
        try (Pushcast failing = builder()
                .currentSocket(() -> {
                    throw new IllegalStateException("no request");
                })
                .build()) {
            assertThatThrownBy(() -> failing.publish(new OrderPlaced("o-1"), TO_OTHERS))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no request");
        }
        assertThat(published).isEmpty();
    }
}
