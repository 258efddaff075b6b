package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.StoredRecord;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A relay's turns, with a store that the test plays. */
class RelayTest {

    private static final OutboxRecord CONTENT =
            new OutboxRecord("app", 1, 1, "m-1", "orders", "happened", "1", "orders", null, "");

    private final RelayCounters counters = new RelayCounters(new CachedCounts(UnusedStore::new, () -> 0));
    private final HeldLeases leases = new HeldLeases(counters);
    private final LeaseKeeper keeper = new LeaseKeeper("me", Duration.ofSeconds(10), leases, () -> {}, () -> 0);

    private static OutboxSession loading(StoredRecord message) {
        return (OutboxSession) Proxy.newProxyInstance(
                RelayTest.class.getClassLoader(),
                new Class<?>[] {OutboxSession.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "load" -> new OutboxSession.LoadResult(List.of(message), message.id(), false);
                    case "purge" -> 0;
                    default -> null;
                });
    }

    @Test
    void aMessageThatAnErrorKeptFromTheDeliveryIsLeftToComeAgain() {
        OutboxSink.Settings settings = new OutboxSink.Settings(
                null,
                true,
                Duration.ofSeconds(10),
                Duration.ofMillis(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                100,
                1_000_000,
                AfterDeadLetter.GO_ON,
                null,
                Map::of,
                List.of());
        leases.add(Set.of(1), 100);
        Relay relay = new Relay(
                "shop",
                settings,
                leases,
                counters,
                Map.of("app", (message, claim) -> {
                    throw new NoClassDefFoundError("a class path that does not fit");
                }),
                keeper,
                new PauseState(() -> {}),
                () -> 0);
        OutboxSession session = loading(new StoredRecord(7, Instant.EPOCH, CONTENT));

        relay.turn(session);
        assertThat(counters.held()).isEqualTo(1);
        assertThat(leases.valid(0)).isEmpty();
        relay.turn(session);
        assertThat(counters.held()).isZero();
        assertThat(leases.emptied(0)).containsExactly(1);
    }
}
