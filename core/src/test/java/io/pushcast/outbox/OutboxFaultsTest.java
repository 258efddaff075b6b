package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.transport.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fails in one place, or is much, does not stop the rest. */
class OutboxFaultsTest {

    private static final OutboxException REFUSED = new OutboxException("permission denied", null);

    private final JdbcDataSource database = new JdbcDataSource();
    private final RecordingServer server = new RecordingServer();
    private final List<Pushcast> publishers = new ArrayList<>();
    private Connection open;
    private FaultyStore store;

    @BeforeEach
    void createDatabase() throws SQLException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        open = database.getConnection();
        store = store(false);
    }

    @AfterEach
    void closeAll() throws SQLException {
        store.heal();
        publishers.forEach(publisher -> publisher.close(Duration.ofSeconds(1)));
        open.close();
    }

    private FaultyStore store(boolean announces) {
        return new FaultyStore(JdbcOutboxStore.on(database).createSchema(true).build(), announces);
    }

    private Outbox outbox(OutboxStore where, UnaryOperator<Outbox.Builder> settings) {
        return settings.apply(Outbox.on(where)
                        .leaseTime(Duration.ofSeconds(2))
                        .polling(Duration.ofMillis(5), Duration.ofMillis(200)))
                .build();
    }

    private Pushcast publisher(Outbox outbox) {
        String name = "publisher-" + publishers.size();
        Pushcast publisher = Pushcast.builder()
                .name(name)
                .transport(server.from(name))
                .outbox(outbox)
                .build();
        publishers.add(publisher);
        return publisher;
    }

    private static void publish(Pushcast publisher, String channel, String event, Object payload) {
        publisher.to(channel).named(event).payload(payload).publish();
    }

    private long rows(String table) throws SQLException {
        try (Statement statement = open.createStatement();
                var result = statement.executeQuery("select count(*) from " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    @Test
    void aDeadLetterThatCannotBeStoredStopsNothingElse() throws SQLException {
        server.answer = RecordingServer.rejects("bad");
        store.failAt("bury", REFUSED);
        Outbox outbox = outbox(store, settings -> settings);
        Pushcast publisher = publisher(outbox);
        publish(publisher, "orders", "bad", 0);
        await().until(() -> store.count("bury") > 0);
        for (int i = 1; i <= 20; i++) {
            publish(publisher, "orders", "good", i);
        }
        await().untilAsserted(() -> assertThat(server.data()).hasSize(20));
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox")).isEqualTo(1));
        assertThat(store.count("bury")).isLessThan(5);
        assertThat(outbox.status().held()).isEqualTo(1);

        store.heal();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(rows("pushcast_outbox_dead")).isEqualTo(1));
        assertThat(rows("pushcast_outbox")).isZero();
    }

    @Test
    void aPartitionWhoseDeadLetterCannotBeStoredIsHandedOverAllTheSame() {
        server.answer = RecordingServer.rejects("bad");
        store.failAt("bury", REFUSED);
        Outbox outbox = outbox(store, settings -> settings);
        publish(publisher(outbox), "orders", "bad", 0);
        await().until(() -> store.count("bury") > 0);
        outbox.relay(false);
        await().until(() -> outbox.status().partitionsOwned() == 0);
        assertThat(outbox.status().held()).isZero();
    }

    @Test
    void aDeadLetterOfWhichTheAnswerWasLostIsToldAllTheSame() throws SQLException {
        server.answer = RecordingServer.rejects("bad");
        List<String> told = new CopyOnWriteArrayList<>();
        Outbox outbox = outbox(
                store,
                settings -> settings.listener(new OutboxListener() {
                    @Override
                    public void onDeadLetter(StoredRecord message, DeadLetterCause cause) {
                        told.add(message.content().event());
                    }
                }));
        Pushcast publisher = publisher(outbox);
        store.loseAnswerOf("bury", REFUSED);
        publish(publisher, "orders", "bad", 0);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(told).containsExactly("bad"));
        assertThat(rows("pushcast_outbox_dead")).isEqualTo(1);
        assertThat(outbox.status().held()).isZero();
    }

    @Test
    void whatFollowsAMessageThatIsPassedByDoesNotOvertakeIt() {
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        server.answer = messages -> later;
        Outbox outbox = outbox(store, settings -> settings);
        Pushcast publisher = publisher(outbox);
        publish(publisher, "orders", "happened", 0);
        await().until(() -> publisher.status().requestsInFlight() == 1);

        CountDownLatch both = new CountDownLatch(1);
        store.waitAt("load", both);
        long looks = store.count("load");
        await().until(() -> store.count("load") > looks);
        Pushcast writer = publisher(outbox(store, settings -> settings.relay(false)));
        publish(writer, "orders", "happened", 1);
        publish(writer, "orders", "happened", 2);
        CountDownLatch passed = new CountDownLatch(2);
        store.beforeMessage(index -> {
            if (passed.getCount() == 0) {
                return;
            }
            // Of the same partition as what is under way: its lease is drained, and then is good again.
            outbox.relay(index > 0);
            String turn = index > 0 ? "keepAlive" : "renew";
            long before = store.count(turn);
            await().until(() -> store.count(turn) >= before + 2);
            passed.countDown();
        });
        both.countDown();
        await().until(() -> passed.getCount() == 0);
        later.complete(Outcome.Accepted.INSTANCE);
        await().untilAsserted(() -> assertThat(server.data()).hasSize(3));
        assertThat(server.data()).containsExactly("0", "1", "2");
    }

    @Test
    void aBacklogOfOneKeyLeavesRoomForOthersAndIsSentInOrder() {
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        server.answer = messages -> messages.get(0).channels().get(0).value().equals("hot") && gate.getCount() > 0
                ? later
                : CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE);
        Pushcast writer = publisher(outbox(store, settings -> settings.relay(false)));
        IntStream.range(0, 500).forEach(i -> publish(writer, "hot", "happened", i));
        publish(writer, "idle", "happened", "now");

        Outbox outbox = outbox(store, settings -> settings.window(100, 16_000_000));
        publisher(outbox);
        await().untilAsserted(() -> assertThat(server.dataOf("idle")).containsExactly("\"now\""));
        assertThat(outbox.status().held()).isLessThanOrEqualTo(26);

        gate.countDown();
        later.complete(Outcome.Accepted.INSTANCE);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(server.dataOf("hot"))
                        .isEqualTo(IntStream.range(0, 500)
                                .mapToObj(String::valueOf)
                                .toList()));
        assertThat(outbox.status().lateCommits()).isZero();
    }

    @Test
    void asksForAnswersSoonEnoughToKeepItsLeases() {
        publisher(outbox(store, settings -> settings.leaseTime(Duration.ofSeconds(6))));
        await().until(() -> store.calls.contains("open within PT2S"));
    }

    @Test
    void anInstanceThatOnlyStoresTellsOthers() {
        store = store(true);
        Outbox outbox = outbox(store, settings -> settings.relay(false));
        Pushcast writer = publisher(outbox);
        publish(writer, "orders", "happened", 1);
        await().untilAsserted(() -> assertThat(store.count("announce")).isEqualTo(1));
        outbox.wake();
        await().untilAsserted(() -> assertThat(store.count("announce")).isEqualTo(2));
    }

    @Test
    void aFlushFailsIfTheDatabaseCannotBeAskedAndTheNextSucceeds() {
        Pushcast publisher = publisher(outbox(store, settings -> settings));
        store.failAt("newest", REFUSED);
        assertThatThrownBy(() -> publisher.flush().toCompletableFuture().join()).hasCause(REFUSED);
        store.heal();
        publish(publisher, "orders", "happened", 1);
        publisher.flush().toCompletableFuture().join();
        assertThat(server.data()).containsExactly("1");
    }

    @Test
    void stopsSendingWhileNothingCanBeDeleted() {
        store.failAt("delete", REFUSED);
        Outbox outbox = outbox(store, settings -> settings.window(10_000, 200_000_000));
        Pushcast writer = publisher(outbox(store, settings -> settings.relay(false)));
        IntStream.range(0, 5_000).forEach(i -> publish(writer, "channel-" + i % 50, "happened", i));
        server.answer = messages -> CompletableFuture.supplyAsync(
                () -> Outcome.Accepted.INSTANCE, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS));
        publisher(outbox);
        await().until(() -> server.accepted.size() >= 1_000);
        await().during(Duration.ofMillis(500)).until(() -> server.accepted.size() < 3_000);
        await().until(() -> !outbox.status().failingFor().isZero());

        store.heal();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(rows("pushcast_outbox")).isZero());
        assertThat(server.data()).hasSize(5_000).doesNotHaveDuplicates();
        await().until(() -> outbox.status().failingFor().isZero());
    }

    @Test
    void doesNotGiveBackALeaseWhileARequestMayStillArrive() throws SQLException {
        CountDownLatch sent = new CountDownLatch(1);
        server.answer = messages -> {
            sent.countDown();
            return new CompletableFuture<>();
        };
        Outbox outbox = outbox(store, settings -> settings.leaseTime(Duration.ofMinutes(1)));
        Pushcast publisher = publisher(outbox);
        publish(publisher, "orders", "happened", 1);
        await().until(() -> sent.getCount() == 0);
        publisher.close(Duration.ofMillis(500));
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox_instance")).isZero());
        assertThat(rows("pushcast_outbox_lease where owner is not null")).isEqualTo(1);
    }

    @Test
    void doesNotGiveBackALeaseWhileWhatWasAcceptedIsNotDeleted() throws SQLException {
        CountDownLatch gate = new CountDownLatch(1);
        store.waitAt("delete", gate);
        Outbox outbox = outbox(store, settings -> settings.leaseTime(Duration.ofMinutes(1)));
        Pushcast publisher = publisher(outbox);
        publish(publisher, "orders", "happened", 1);
        await().until(() -> store.count("delete") == 1);
        publisher.close(Duration.ofMillis(50));
        assertThat(rows("pushcast_outbox_lease where owner is not null")).isPositive();
        gate.countDown();
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox_lease where owner is not null"))
                .isZero());
        assertThat(rows("pushcast_outbox")).isZero();
    }

    @Test
    void givesBackWhatNothingIsUnderWayOfAsSoonAsItCloses() throws Exception {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        server.answer = messages -> answer;
        Outbox outbox = outbox(store, settings -> settings.leaseTime(Duration.ofMinutes(1)));
        Pushcast publisher = publisher(outbox);
        publish(publisher, "orders", "happened", 1);
        await().until(() -> outbox.status().held() == 1);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> publisher.close(Duration.ofSeconds(30)));
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox_lease where owner is not null"))
                .isEqualTo(1));
        assertThat(closing).isNotDone();
        answer.complete(Outcome.Accepted.INSTANCE);
        closing.get(10, TimeUnit.SECONDS);
        assertThat(rows("pushcast_outbox_lease where owner is not null")).isZero();
        assertThat(rows("pushcast_outbox")).isZero();
    }

    @Test
    void closeWithoutTimeDoesNotWait() {
        CountDownLatch gate = new CountDownLatch(1);
        store.waitAt("delete", gate);
        Pushcast publisher = publisher(outbox(store, settings -> settings));
        publish(publisher, "orders", "happened", 1);
        await().until(() -> store.count("delete") == 1);
        long start = System.nanoTime();
        publisher.close(Duration.ZERO);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        gate.countDown();
    }

    @Test
    void canBeClosedByItsOwnListener() {
        CountDownLatch closed = new CountDownLatch(1);
        List<Pushcast> itself = new ArrayList<>();
        Outbox outbox = outbox(
                store,
                settings -> settings.listener(new OutboxListener() {
                    @Override
                    public void onLoaded(StoredRecord message) {
                        itself.get(0).close(Duration.ofSeconds(1));
                        closed.countDown();
                    }
                }));
        Pushcast publisher = publisher(outbox);
        itself.add(publisher);
        publish(publisher, "orders", "happened", 1);
        await().until(() -> closed.getCount() == 0);
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox_instance")).isZero());
    }

    @Test
    void storesWhatIsPublishedAfterClose() throws SQLException {
        Pushcast publisher = publisher(outbox(store, settings -> settings));
        publisher.close();
        publish(publisher, "orders", "happened", 1);
        assertThat(rows("pushcast_outbox")).isEqualTo(1);
        publisher(outbox(store, settings -> settings));
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("1"));
    }

    @Test
    void showsForHowLongItHasFailed() {
        Outbox outbox = outbox(store, settings -> settings);
        publisher(outbox);
        await().until(() -> outbox.status().partitionsOwned() == 64);
        assertThat(outbox.status().failingFor()).isZero();
        store.failAt("load", REFUSED);
        await().until(() -> outbox.status().failingFor().toMillis() > 100);
        store.heal();
        await().until(() -> outbox.status().failingFor().isZero());
    }

    @Test
    void whoAsksForTheCountsDoesNotWaitForTheDatabase() {
        CountDownLatch gate = new CountDownLatch(1);
        store.waitAt("count", gate);
        Outbox outbox = outbox(store, settings -> settings.relay(false));
        publish(publisher(outbox), "orders", "happened", 1);
        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> outbox.status().counts()).isInstanceOf(OutboxException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(store.count("count")).isEqualTo(1);
        gate.countDown();
        await().ignoreExceptions().until(() -> outbox.status().counts().pending() == 1);
    }

    @Test
    void remembersThatItCouldNotCount() {
        store.failAt("count", REFUSED);
        Outbox outbox = outbox(store, settings -> settings.relay(false));
        publisher(outbox);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> outbox.status().counts())
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("permission denied");
        }
        assertThat(store.count("count")).isEqualTo(1);
    }

    @Test
    void aDeadLetterThatIsRetriedIsNoLateCommit() {
        server.answer = RecordingServer.rejects("bad");
        Outbox outbox = outbox(store, settings -> settings.overlap(Duration.ZERO));
        Pushcast publisher = publisher(outbox);
        publish(publisher, "orders", "bad", 1);
        await().until(() -> outbox.status().deadLettered() == 1);
        publish(publisher, "orders", "good", 2);
        await().until(() -> outbox.status().deleted() == 1);
        server.answer = RecordingServer.accepts();
        assertThat(outbox.deadLetters().retry(DeadLetterFilter.all())).isEqualTo(1);
        await().until(() -> outbox.status().deleted() == 2);
        assertThat(outbox.status().lateCommits()).isZero();
    }

    @Test
    void refusesARetentionThatIsNoTime() {
        for (Duration senseless : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> Outbox.on(store).retention(senseless))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("retention must be between PT1S and PT876000H, not " + senseless);
        }
    }
}
