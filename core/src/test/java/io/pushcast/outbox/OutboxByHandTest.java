package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxBacklog;
import io.pushcast.outbox.store.StuckMessage;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person can see and do of messages that do not get through. */
class OutboxByHandTest {

    private static final Outcome.Retryable FAILS =
            new Outcome.Retryable(Outcome.Kind.OUTAGE, 500, "a firewall's page", null, null);

    private final JdbcDataSource database = new JdbcDataSource();
    private final RecordingServer server = new RecordingServer();
    private final List<Pushcast> publishers = new ArrayList<>();
    private Connection open;

    @BeforeEach
    void createDatabase() throws SQLException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        open = database.getConnection();
        server.answer = messages -> CompletableFuture.completedFuture(
                messages.stream().anyMatch(message -> message.event().equals("bad"))
                        ? FAILS
                        : Outcome.Accepted.INSTANCE);
    }

    @AfterEach
    void closeAll() throws SQLException {
        publishers.forEach(publisher -> publisher.close(Duration.ofSeconds(1)));
        open.close();
    }

    private Outbox outbox() {
        return Outbox.on(JdbcOutboxStore.on(database).createSchema(true).build())
                .leaseTime(Duration.ofSeconds(2))
                .polling(Duration.ofMillis(5), Duration.ofMillis(200))
                .build();
    }

    private Pushcast publisher(Outbox outbox) {
        String name = "publisher-" + publishers.size();
        Pushcast publisher = Pushcast.builder()
                .name(name)
                .transport(server.from(name))
                .resilience(ResilienceSettings.builder()
                        .maxBackoff(Duration.ofMillis(200))
                        .build())
                .outbox(outbox)
                .build();
        publishers.add(publisher);
        return publisher;
    }

    private static void publish(Pushcast publisher, String channel, String event, Object payload) {
        publisher.to(channel).named(event).payload(payload).publish();
    }

    private int run(String sql) throws SQLException {
        try (Statement statement = open.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** One that never gets through, and two behind it. */
    private StuckMessage stuck(Outbox outbox, Pushcast publisher) {
        publish(publisher, "orders", "bad", 0);
        publish(publisher, "orders", "good", 1);
        publish(publisher, "orders", "good", 2);
        return await().until(
                        () -> outbox.stuckMessages().list(10).stream()
                                .filter(each -> each.event().equals("bad"))
                                .findFirst()
                                .orElse(null),
                        each -> each != null && each.attempts() > 2);
    }

    private void awaitWhatWaitedBehind() {
        await().untilAsserted(() -> assertThat(server.dataOf("orders")).containsExactly("1", "2"));
    }

    private void awaitNothingStuck(Outbox outbox) {
        await().untilAsserted(() -> assertThat(outbox.stuckMessages().list(10)).isEmpty());
        await().untilAsserted(() -> assertThat(outbox.status().held()).isZero());
    }

    @Test
    void listsWhatIsRetriedWithTheLastFailureAndWhatWaitsBehindIt() {
        Outbox outbox = outbox();
        StuckMessage stuck = stuck(outbox, publisher(outbox));

        assertThat(stuck.channels()).containsExactly("orders");
        assertThat(stuck.orderingKey()).isEqualTo("orders");
        assertThat(stuck.status()).isEqualTo(500);
        assertThat(stuck.failure()).isEqualTo("the server answered 500: a firewall's page");
        assertThat(stuck.behind()).isEqualTo(2);
        assertThat(stuck.since()).isAfterOrEqualTo(stuck.message().storedAt().minusSeconds(1));
        int attempts = stuck.attempts();
        await().untilAsserted(() ->
                assertThat(outbox.stuckMessages().list(10).get(0).attempts()).isGreaterThan(attempts));
        assertThat(outbox.stuckMessages().list(10).get(0).since()).isEqualTo(stuck.since());
        assertThat(outbox.stuckMessages().list(stuck.id() + 2, 10)).isEmpty();
        await().untilAsserted(() -> assertThat(outbox.status().counts().stuck()).isPositive());

        server.answer = RecordingServer.accepts();
        awaitNothingStuck(outbox);
        assertThat(server.dataOf("orders")).containsExactly("0", "1", "2");
    }

    @Test
    void doesNotListWhatFailsForAMomentOnly() throws SQLException {
        Outbox outbox = outbox();
        server.answer = messages -> {
            server.answer = RecordingServer.accepts();
            return CompletableFuture.completedFuture(FAILS);
        };
        publish(publisher(outbox), "orders", "good", 1);
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("1"));
        awaitNothingStuck(outbox);
        assertThat(run("delete from pushcast_outbox_retry")).isZero();
    }

    @Test
    void buriesByHandFromAnyInstance() {
        Outbox outbox = outbox();
        StuckMessage stuck = stuck(outbox, publisher(outbox));
        Outbox other = Outbox.on(JdbcOutboxStore.of(database))
                .relay(false)
                .name(outbox.name())
                .build();

        assertThat(other.stuckMessages().bury(stuck.id(), "Ada: the firewall refuses its payload"))
                .isTrue();
        awaitWhatWaitedBehind();
        awaitNothingStuck(outbox);
        List<DeadLetter> dead = outbox.deadLetters().list(DeadLetterFilter.all(), 10);
        assertThat(dead).hasSize(1);
        assertThat(dead.get(0).cause().reason()).isEqualTo(DeadLetterCause.Reason.BURIED_BY_HAND);
        assertThat(dead.get(0).cause().explanation()).isEqualTo("Ada: the firewall refuses its payload");
        assertThat(dead.get(0).cause().attempts()).isPositive();
        assertThat(outbox.stuckMessages().bury(stuck.id(), "again")).isFalse();
    }

    @Test
    void skipsByHand() {
        Outbox outbox = outbox();
        StuckMessage stuck = stuck(outbox, publisher(outbox));

        assertThat(outbox.stuckMessages().skip(stuck.id())).isTrue();
        awaitWhatWaitedBehind();
        awaitNothingStuck(outbox);
        assertThat(outbox.deadLetters().list(DeadLetterFilter.all(), 10)).isEmpty();
        assertThat(outbox.stuckMessages().skip(stuck.id())).isFalse();
    }

    @Test
    void doesNotSendWhatWasDeletedInSqlThoughItIsLoaded() throws SQLException {
        Outbox outbox = outbox();
        StuckMessage stuck = stuck(outbox, publisher(outbox));
        await().untilAsserted(() -> assertThat(outbox.status().held()).isEqualTo(3));

        assertThat(run("delete from pushcast_outbox where payload in ('0', '1')"))
                .isEqualTo(2);
        await().untilAsserted(() -> assertThat(server.dataOf("orders")).containsExactly("2"));
        awaitNothingStuck(outbox);
        server.answer = RecordingServer.accepts();
        publish(publishers.get(0), "orders", "good", 3);
        await().untilAsserted(() -> assertThat(server.dataOf("orders")).containsExactly("2", "3"));
        assertThat(outbox.stuckMessages().bury(stuck.id(), "gone")).isFalse();
    }

    @Test
    void asksForReasonsAndLimits() {
        Outbox outbox = outbox();
        publisher(outbox);
        assertThatThrownBy(() -> outbox.stuckMessages().bury(1, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Say who buries message 1, and why");
        assertThatThrownBy(() -> outbox.stuckMessages().list(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1 to 1000, not 0");
        assertThatThrownBy(() -> outbox.backlog(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0");
        assertThatThrownBy(() -> Outbox.on(new UnusedStore()).build().pause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no name yet");
    }

    @Test
    void pausesAndResumesAllInstances() {
        Outbox one = outbox();
        Outbox two = outbox();
        Pushcast publisher = publisher(one);
        publisher(two);
        await().until(() -> one.status().partitionsOwned() == 32 && two.status().partitionsOwned() == 32);

        two.pause();
        await().atMost(Duration.ofSeconds(1))
                .until(() -> one.status().paused() && two.status().paused());
        assertThat(one.status().counts().pausedSince()).isNotNull();
        IntStream.range(0, 40).forEach(i -> publish(publisher, "channel-" + i, "good", i));
        // Longer than the longest interval between two looks, and than a turn of the leases.
        await().during(Duration.ofMillis(600)).until(() -> server.data().isEmpty());
        Outbox late = outbox();
        publisher(late);
        await().until(() -> late.status().partitionsOwned() > 0);
        assertThat(late.status().paused()).isTrue();
        assertThat(server.data()).isEmpty();

        one.resume();
        await().untilAsserted(() -> assertThat(server.data()).hasSize(40));
        assertThat(late.status().toString()).doesNotContain("paused");
        assertThat(one.status().counts().pausedSince()).isNull();
    }

    @Test
    void finishesNothingButWhatIsUnderWayOnceItIsPaused() throws SQLException {
        Outbox outbox = outbox();
        Pushcast publisher = publisher(outbox);
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        server.answer = messages -> later;
        for (int i = 0; i < 30; i++) {
            publish(publisher, "orders", "good", i);
        }
        await().until(() -> outbox.status().held() == 30);
        int underWay = 30 - publisher.status().bufferedMessages() + 10;
        run("insert into pushcast_outbox_control (outbox, paused_at) values ('" + outbox.name() + "', 1)");
        await().until(() -> outbox.status().paused());
        later.complete(Outcome.Accepted.INSTANCE);
        await().untilAsserted(() -> assertThat(server.data()).isNotEmpty());
        await().during(Duration.ofMillis(300)).until(() -> server.data().size() <= underWay);
        outbox.resume();
        await().untilAsserted(() -> assertThat(server.data()).hasSize(30));
        assertThat(server.data())
                .isEqualTo(IntStream.range(0, 30).mapToObj(String::valueOf).toList());
    }

    @Test
    void tellsWhereMessagesWait() {
        Outbox outbox = outbox();
        Pushcast publisher = publisher(outbox);
        outbox.pause();
        publish(publisher, "orders", "good", 1);
        publish(publisher, "orders", "good", 2);
        publish(publisher, "prices", "good", 3);

        OutboxBacklog backlog = outbox.backlog(1);
        assertThat(backlog.apps()).containsOnlyKeys("default");
        assertThat(backlog.apps().get("default").messages()).isEqualTo(3);
        assertThat(backlog.partitions().values().stream()
                        .mapToLong(OutboxBacklog.Lag::messages)
                        .sum())
                .isEqualTo(3);
        assertThat(backlog.oldestKeys())
                .extracting(OutboxBacklog.KeyLag::orderingKey)
                .containsExactly("orders");
    }

    @Test
    void retriesDeadLettersInTheOrderOfTheirKeys() {
        Outbox outbox = outbox();
        Pushcast publisher = publisher(outbox);
        server.answer = RecordingServer.is(new Outcome.Rejected(400, "bad"));
        IntStream.range(0, 60).forEach(i -> publish(publisher, "channel-" + i % 3, "good", i));
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        outbox.deadLetters().list(DeadLetterFilter.all(), 100).size() == 60);
        server.answer = RecordingServer.accepts();

        assertThat(outbox.deadLetters().retry(DeadLetterFilter.all())).isEqualTo(60);
        await().untilAsserted(() -> assertThat(server.data()).hasSize(60));
        for (int channel = 0; channel < 3; channel++) {
            int own = channel;
            assertThat(server.dataOf("channel-" + channel))
                    .isEqualTo(IntStream.range(0, 60)
                            .filter(i -> i % 3 == own)
                            .mapToObj(String::valueOf)
                            .toList());
        }
    }
}
