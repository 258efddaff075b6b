package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.transport.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An instance whose leases have run out, by a clock that the test moves, sends nothing more of what it holds. */
class LeaseFencingTest {

    private static final Duration LEASE = Duration.ofSeconds(2);

    private final JdbcDataSource database = new JdbcDataSource();
    private final RecordingServer server = new RecordingServer();
    private final AtomicLong jump = new AtomicLong();
    private Connection keepsDatabaseAlive;

    @BeforeEach
    void createDatabase() throws SQLException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        keepsDatabaseAlive = database.getConnection();
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        keepsDatabaseAlive.close();
    }

    private Outbox outbox() {
        return Outbox.on(JdbcOutboxStore.on(database).createSchema(true).build())
                .leaseTime(LEASE)
                .nanoTime(() -> System.nanoTime() + jump.get())
                .build();
    }

    @Test
    void sendsNothingAfterItsLeaseHasRunOut() {
        List<CompletableFuture<Outcome>> slowRequests = new CopyOnWriteArrayList<>();
        Outbox slowOutbox = outbox();
        try (Pushcast slow = Pushcast.builder()
                .name("slow")
                .transport(messages -> {
                    CompletableFuture<Outcome> answer = new CompletableFuture<>();
                    slowRequests.add(answer);
                    return answer;
                })
                .outbox(slowOutbox)
                .build()) {
            for (int i = 0; i < 5; i++) {
                slow.to("orders").named("happened").payload(i).publish();
            }
            await().until(() -> slowRequests.size() == 1 && slowOutbox.status().held() == 5);

            jump.addAndGet(LEASE.toNanos());
            slowOutbox.relay(false);
            try (Pushcast other = Pushcast.builder()
                    .name("other")
                    .transport(server.from("other"))
                    .outbox(Outbox.on(JdbcOutboxStore.of(database))
                            .leaseTime(LEASE)
                            .build())
                    .build()) {
                assertThat(other.status().name()).isEqualTo("other");
                await().untilAsserted(() -> assertThat(server.data()).containsExactly("0", "1", "2", "3", "4"));
                slowRequests.get(0).complete(new Outcome.Retryable(Outcome.Kind.OUTAGE, 503, "down", null, null));
                await().until(() -> slowOutbox.status().held() == 0);
            }
            assertThat(slowRequests).hasSize(1);
            assertThat(slowOutbox.status().leasesLost()).isPositive();
        }
    }

    @Test
    void takesItsLeasesAgainAndGoesOnInOrder() {
        server.answer = RecordingServer.is(new Outcome.Retryable(Outcome.Kind.OUTAGE, 503, "down", null, null));
        Outbox outbox = outbox();
        try (Pushcast pushcast = Pushcast.builder()
                .name("paused")
                .transport(server.from("paused"))
                .outbox(outbox)
                .build()) {
            for (int i = 0; i < 30; i++) {
                pushcast.to("channel-" + i % 3).named("happened").payload(i).publish();
            }
            await().until(() -> outbox.status().held() == 30);
            jump.addAndGet(LEASE.toNanos());
            server.answer = RecordingServer.accepts();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(server.accepted).hasSize(30));
            for (int channel = 0; channel < 3; channel++) {
                assertThat(server.dataOf("channel-" + channel))
                        .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
            }
            assertThat(outbox.status().leasesLost()).isPositive();
            await().until(() -> outbox.status().partitionsOwned() == 64);
        }
    }
}
