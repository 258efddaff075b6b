package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.message.ChannelMessage;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;

/**
 * Three instances on one database whose clocks leap, which stop and begin to relay as they like, with a server that fails and
 * loses answers, all at random: everything arrives, and each key's messages for the first time in their order.
 */
class OutboxUnderTroubleTest {

    private static final long SEED = Long.getLong("outbox.seed", System.nanoTime());
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final int KEYS = 20;
    private static final int STEPS = 120;

    private final Random random = new Random(SEED);
    private final JdbcConnectionPool database =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final List<ChannelMessage> arrived = new ArrayList<>();
    private final Random faults = new Random(random.nextLong());
    private boolean troubled = true;
    private final List<Instance> instances = new ArrayList<>();
    private final int[] next = new int[KEYS];

    private record Instance(Pushcast pushcast, Outbox outbox, AtomicLong leap) {}

    private Instance start(int number) {
        AtomicLong leap = new AtomicLong();
        Outbox outbox = Outbox.on(
                        JdbcOutboxStore.on(database).createSchema(true).build())
                .leaseTime(LEASE)
                .polling(Duration.ofMillis(5), Duration.ofMillis(100))
                .nanoTime(() -> System.nanoTime() + leap.get())
                .build();
        Pushcast pushcast = Pushcast.builder()
                .name("instance-" + number)
                .transport(this::send)
                .resilience(ResilienceSettings.builder()
                        .initialBackoff(Duration.ofMillis(2))
                        .maxBackoff(Duration.ofMillis(20))
                        .build())
                .outbox(outbox)
                .build();
        return new Instance(pushcast, outbox, leap);
    }

    private synchronized CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        double fate = troubled ? faults.nextDouble() : 1;
        if (fate < 0.1) {
            return CompletableFuture.completedFuture(new Retryable(Kind.OUTAGE, 503, "down", null, null));
        }
        arrived.addAll(messages);
        return CompletableFuture.completedFuture(
                fate < 0.2 ? new Retryable(Kind.UNKNOWN, 0, null, null, null) : Outcome.Accepted.INSTANCE);
    }

    private void step() {
        Instance instance = instances.get(random.nextInt(instances.size()));
        switch (random.nextInt(20)) {
            case 0 -> instance.leap().addAndGet(LEASE.toNanos());
            case 1 -> instance.outbox().relay(false);
            case 2, 3 -> instance.outbox().relay(true);
            default -> publish(instance);
        }
    }

    private void publish(Instance instance) {
        for (int i = random.nextInt(20); i >= 0; i--) {
            int key = random.nextInt(KEYS);
            instance.pushcast()
                    .to("key-" + key)
                    .named("happened")
                    .payload(next[key]++)
                    .publish();
        }
    }

    @Test
    void nothingIsLostAndKeysKeepTheirOrder() throws SQLException {
        System.out.println("outbox: seed " + SEED);
        try {
            for (int i = 0; i < 3; i++) {
                instances.add(start(i));
            }
            for (int i = 0; i < STEPS; i++) {
                step();
                await().pollDelay(Duration.ofMillis(random.nextInt(60))).until(() -> true);
            }
            calm();
            await().atMost(Duration.ofSeconds(60)).until(() -> pending() == 0);
        } finally {
            instances.forEach(instance -> instance.pushcast().close());
            database.dispose();
        }
        check();
    }

    private synchronized void calm() {
        troubled = false;
        instances.forEach(instance -> instance.outbox().relay(true));
    }

    private long pending() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from pushcast_outbox")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private synchronized void check() {
        Map<String, List<Integer>> byKey = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (ChannelMessage message : arrived) {
            if (seen.add(message.id())) {
                byKey.computeIfAbsent(message.channels().get(0).value(), key -> new ArrayList<>())
                        .add(Integer.valueOf(message.data()));
            }
        }
        for (int key = 0; key < KEYS; key++) {
            assertThat(byKey.getOrDefault("key-" + key, List.of()))
                    .as("key %d (seed %d)", key, SEED)
                    .isEqualTo(IntStream.range(0, next[key]).boxed().collect(Collectors.toList()));
        }
    }
}
