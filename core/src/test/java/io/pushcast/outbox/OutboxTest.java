package io.pushcast.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.DeadLetter;
import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxRecord;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.pusher.PusherApp;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole publishers with an outbox on H2, several of them where instances matter. */
class OutboxTest {

    private static final Outcome DOWN = new Outcome.Retryable(Outcome.Kind.OUTAGE, 503, "down", null, null);

    private final JdbcDataSource database = new JdbcDataSource();
    private final RecordingServer server = new RecordingServer();
    private final List<Instance> instances = new ArrayList<>();
    private Connection open;

    private record Instance(Pushcast pushcast, Outbox outbox, JdbcOutboxStore store) {

        void publish(String channel, Object payload) {
            pushcast.to(channel).named("happened").payload(payload).publish();
        }

        void publishIn(Connection connection, String channel, Object payload) throws SQLException {
            store.within(connection, same -> {
                publish(channel, payload);
                return payload;
            });
        }
    }

    @BeforeEach
    void createDatabase() throws SQLException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        open = database.getConnection();
    }

    @AfterEach
    void closeAll() throws SQLException {
        instances.forEach(instance -> instance.pushcast().close(Duration.ofSeconds(1)));
        open.close();
    }

    private Instance start() {
        return start(outbox -> outbox, pushcast -> pushcast);
    }

    private Instance start(UnaryOperator<Outbox.Builder> outboxes, UnaryOperator<PushcastBuilder> publishers) {
        JdbcOutboxStore store = JdbcOutboxStore.on(database).createSchema(true).build();
        Outbox outbox = outboxes.apply(Outbox.on(store)
                        .leaseTime(Duration.ofSeconds(2))
                        .polling(Duration.ofMillis(5), Duration.ofMillis(200)))
                .build();
        String name = "instance-" + instances.size();
        Pushcast pushcast = publishers
                .apply(Pushcast.builder()
                        .name(name)
                        .transport(server.from(name))
                        .resilience(ResilienceSettings.builder()
                                .initialBackoff(Duration.ofMillis(5))
                                .maxBackoff(Duration.ofMillis(50))
                                .build()))
                .outbox(outbox)
                .build();
        Instance instance = new Instance(pushcast, outbox, store);
        instances.add(instance);
        return instance;
    }

    private long rows(String table) throws SQLException {
        try (Statement statement = open.createStatement();
                var result = statement.executeQuery("select count(*) from " + table)) {
            result.next();
            return result.getLong(1);
        }
    }

    private void awaitEmpty() {
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox")).isZero());
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    @Test
    void deliversWhatWasCommittedInOrderAndDeletesIt() throws SQLException {
        Instance instance = start();
        instance.store().transaction(connection -> {
            IntStream.range(0, 500).forEach(i -> instance.publish("orders", i));
            return connection;
        });
        await().untilAsserted(() -> assertThat(server.data()).isEqualTo(numbers(500)));
        awaitEmpty();
        assertThat(instance.outbox().status().stored()).isEqualTo(500);
        await().untilAsserted(
                        () -> assertThat(instance.outbox().status().deleted()).isEqualTo(500));
    }

    @Test
    void neverSendsWhatWasRolledBack() {
        Instance instance = start();
        assertThatThrownBy(() -> instance.store().transaction(connection -> {
                    instance.publish("orders", 1);
                    throw new IllegalStateException("out of stock");
                }))
                .hasMessage("out of stock");
        instance.publish("orders", 2);
        await().untilAsserted(() -> assertThat(server.data()).isNotEmpty());
        assertThat(server.data()).containsExactly("2");
    }

    @Test
    void aFlushWaitsForWhatIsCommittedWhoeverStoredIt() throws SQLException {
        Instance writer = start(outbox -> outbox.relay(false), pushcast -> pushcast);
        IntStream.range(0, 300).forEach(i -> writer.publish("channel-" + i % 40, i));
        Instance relay = start();
        relay.pushcast().flush().toCompletableFuture().join();
        assertThat(server.data()).hasSize(300);
        assertThat(rows("pushcast_outbox")).isZero();
    }

    @Test
    void aFlushDoesNotWaitForOpenTransactions() throws SQLException {
        Instance instance = start();
        try (Connection transaction = database.getConnection()) {
            transaction.setAutoCommit(false);
            instance.publishIn(transaction, "orders", "open");
            instance.publish("orders", "committed");
            instance.pushcast().flush().toCompletableFuture().join();
            assertThat(server.data()).containsExactly("\"committed\"");
            transaction.commit();
        }
        instance.pushcast().flush().toCompletableFuture().join();
        assertThat(server.data()).containsExactly("\"committed\"", "\"open\"");
    }

    @Test
    void aFlushTellsListenersFirstAndCompletesWhereCallbacksRun() {
        List<String> told = new CopyOnWriteArrayList<>();
        DeliveryListener listener = new DeliveryListener() {
            @Override
            public void onDelivered(ChannelMessage message, Delivery delivery) {
                told.add(message.data());
            }
        };
        Instance instance = start(outbox -> outbox, pushcast -> pushcast.listener(listener));
        instance.publish("orders", 1);
        String thread = instance.pushcast()
                .flush()
                .thenApply(done -> told + " " + Thread.currentThread().getName())
                .toCompletableFuture()
                .join();
        assertThat(thread).startsWith("[1] pushcast-callbacks-");
    }

    @Test
    void aFlushWaitsWhileTheServerIsAwayAndEndsWhenThisInstanceDeliversNoMore() {
        server.answer = RecordingServer.is(DOWN);
        Instance instance = start();
        instance.publish("orders", 1);
        CompletableFuture<Void> flushed = instance.pushcast().flush().toCompletableFuture();
        await().during(Duration.ofMillis(300)).until(() -> !flushed.isDone());
        instance.outbox().relay(false);
        instance.pushcast().close(Duration.ZERO);
        flushed.join();
        instance.pushcast().flush().toCompletableFuture().join();
    }

    @Test
    void isNotToBeWokenAfterItsEnd() {
        server.answer = RecordingServer.is(DOWN);
        Instance instance = start();
        instance.publish("orders", 1);
        instance.pushcast().close(Duration.ZERO);
        instance.outbox().relay(true);
        instance.pushcast().flush().toCompletableFuture().join();
        assertThat(instance.outbox().status().partitionsOwned()).isZero();
    }

    @Test
    void countsAnewAfterAFlush() {
        server.answer = RecordingServer.is(DOWN);
        Instance instance = start();
        instance.publish("orders", 1);
        assertThat(instance.outbox().status().counts().pending()).isEqualTo(1);
        server.answer = RecordingServer.accepts();
        instance.pushcast().flush().toCompletableFuture().join();
        assertThat(instance.outbox().status().counts().pending()).isZero();
    }

    @Test
    void aFlushDoesNotWaitForWhatADeadLetterBlocks() throws SQLException {
        server.answer = RecordingServer.is(new Outcome.Rejected(400, "bad event"));
        Instance instance = start(outbox -> outbox.afterDeadLetter(AfterDeadLetter.BLOCK_KEY), pushcast -> pushcast);
        instance.publish("orders", 1);
        instance.publish("orders", 2);
        instance.pushcast().flush().toCompletableFuture().join();
        assertThat(rows("pushcast_outbox_dead")).isEqualTo(1);
        assertThat(rows("pushcast_outbox")).isEqualTo(1);
    }

    @Test
    @Timeout(60)
    void doesNotWaitAtTheEndForAServerThatIsAway() throws SQLException {
        server.answer = RecordingServer.is(DOWN);
        Instance instance = start();
        IntStream.range(0, 50).forEach(i -> instance.publish("channel-" + i, i));
        await().until(() -> instance.pushcast().status().bufferedMessages() == 50);
        instance.pushcast().close(Duration.ofHours(1));
        assertThat(rows("pushcast_outbox")).isEqualTo(50);
    }

    @Test
    void storesAndSendsAtOnceOutsideOfATransaction() {
        Instance instance = start();
        CompletableFuture<Delivery> stage = instance.pushcast()
                .to("orders", "audit")
                .named("placed")
                .payload(Map.of("id", 7))
                .publish()
                .toCompletableFuture();
        assertThat(stage)
                .isCompletedWithValueMatching(
                        delivery -> delivery.receipts().get(0).attempts() == 0);
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("{\"id\":7}"));
        assertThat(server.accepted.get(0).channels()).hasSize(2);
    }

    @Test
    void publishThrowsIfTheMessageCannotBeStored() throws SQLException {
        Instance instance = start();
        try (Statement drop = open.createStatement()) {
            drop.execute("drop table pushcast_outbox");
        }
        assertThatThrownBy(() -> instance.publish("orders", "secret"))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("refused to store OutboxRecord[")
                .hasMessageNotContaining("secret");
    }

    @Test
    void deliversAMessageWhoseTransactionWasOpenedFirstAndCommittedLast() throws SQLException {
        Instance instance = start();
        open.setAutoCommit(false);
        instance.publishIn(open, "slow", "first");
        instance.publish("fast", "second");
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("\"second\""));
        awaitDeleted(instance, 1);
        open.commit();
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("\"second\"", "\"first\""));
    }

    private void awaitDeleted(Instance instance, int messages) {
        await().untilAsserted(
                        () -> assertThat(instance.outbox().status().deleted()).isEqualTo(messages));
    }

    @Test
    void findsACommitThatComesLaterThanTheOverlapAndCountsIt() throws SQLException {
        Instance instance = start(outbox -> outbox.overlap(Duration.ZERO), pushcast -> pushcast);
        open.setAutoCommit(false);
        instance.publishIn(open, "slow", "late");
        for (int i = 0; i < 5; i++) {
            instance.publish("fast", i);
            awaitDeleted(instance, i + 1);
        }
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        open.commit();
        await().untilAsserted(() -> assertThat(server.data()).contains("\"late\""));
        await().untilAsserted(() ->
                assertThat(instance.outbox().status().lateCommits()).isEqualTo(1));
    }

    @Test
    void keepsMessagesWhileTheServerIsDownAndSendsThemInOrderAfterwards() throws SQLException {
        server.answer = RecordingServer.is(DOWN);
        Instance instance = start();
        numbers(100).forEach(i -> instance.publish("orders", Integer.parseInt(i)));
        await().until(() -> instance.outbox().status().held() == 100);
        assertThat(rows("pushcast_outbox")).isEqualTo(100);
        server.answer = RecordingServer.accepts();
        await().untilAsserted(() -> assertThat(server.data()).isEqualTo(numbers(100)));
        assertThat(instance.outbox().status().deadLettered()).isZero();
        awaitEmpty();
    }

    @Test
    void sendsAfterARestartWhatWasCommittedBeforeACrash() {
        Instance writer = start(outbox -> outbox.relay(false), pushcast -> pushcast);
        numbers(20).forEach(i -> writer.publish("orders", Integer.parseInt(i)));
        assertThat(server.data()).isEmpty();
        start();
        await().untilAsserted(() -> assertThat(server.data()).isEqualTo(numbers(20)));
    }

    @Test
    void instancesShareThePartitionsEvenly() {
        List<Instance> three = List.of(start(), start(), start());
        await().untilAsserted(() -> assertThat(three)
                .extracting(instance -> instance.outbox().status().partitionsOwned())
                .allSatisfy(owned -> assertThat(owned).isBetween(20, 22))
                .satisfies(owned -> assertThat(
                                owned.stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(64)));
        for (int i = 0; i < 200; i++) {
            three.get(i % 3).publish("channel-" + i % 50, i);
        }
        await().untilAsserted(() -> assertThat(server.accepted).hasSize(200));
        assertThat(Map.copyOf(server.senders).values()).contains("instance-0", "instance-1", "instance-2");
        assertThat(server.data()).doesNotHaveDuplicates();
    }

    @Test
    void handsOverAtOnceInOrderAndWithoutDuplicatesWhenAnInstanceIsClosed() {
        Instance first = start();
        await().until(() -> first.outbox().status().partitionsOwned() == 64);
        Instance second = start();
        for (int i = 0; i < 400; i++) {
            second.publish("channel-" + i % 8, i);
            if (i == 200) {
                first.pushcast().close();
            }
        }
        await().untilAsserted(() -> assertThat(server.accepted).hasSize(400));
        assertThat(server.data()).doesNotHaveDuplicates();
        for (int channel = 0; channel < 8; channel++) {
            int own = channel;
            assertThat(server.dataOf("channel-" + channel))
                    .isEqualTo(IntStream.range(0, 400)
                            .filter(i -> i % 8 == own)
                            .mapToObj(String::valueOf)
                            .toList());
        }
        await().until(() -> second.outbox().status().partitionsOwned() == 64);
        assertThat(first.outbox().status().leasesLost()
                        + second.outbox().status().leasesLost())
                .isZero();
    }

    @Test
    void anInstanceThatStopsRelayingStoresOn() {
        Instance first = start();
        await().until(() -> first.outbox().status().partitionsOwned() == 64);
        first.outbox().relay(false);
        await().until(() -> first.outbox().status().partitionsOwned() == 0);
        first.publish("orders", 1);
        Instance second = start();
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("1"));
        assertThat(server.senders).containsValue("instance-1");
        second.outbox().relay(false);
        await().until(() -> second.outbox().status().partitionsOwned() == 0);
        first.outbox().relay(true);
        first.publish("orders", 2);
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("1", "2"));
        await().untilAsserted(() -> assertThat(server.senders).containsValue("instance-0"));
    }

    @Test
    void anInstanceCanBeginWithoutRelaying() {
        JdbcOutboxStore store = JdbcOutboxStore.on(database).createSchema(true).build();
        Outbox outbox = Outbox.on(store).leaseTime(Duration.ofSeconds(2)).build();
        outbox.relay(false);
        Pushcast pushcast = Pushcast.builder()
                .name("instance-" + instances.size())
                .transport(server.from("instance-" + instances.size()))
                .outbox(outbox)
                .build();
        Instance instance = new Instance(pushcast, outbox, store);
        instances.add(instance);
        assertThat(outbox.hasRelay()).isTrue();
        instance.publish("orders", 1);
        await().during(Duration.ofMillis(300)).until(() -> outbox.status().partitionsOwned() == 0);
        outbox.relay(true);
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("1"));
    }

    @Test
    void aRejectedMessageBecomesADeadLetterAndFreesItsKey() throws SQLException {
        server.answer = RecordingServer.rejects("bad");
        List<DeadLetterCause> deaths = new CopyOnWriteArrayList<>();
        Instance instance = start(
                outbox -> outbox.listener(new OutboxListener() {
                    @Override
                    public void onDeadLetter(StoredRecord message, DeadLetterCause cause) {
                        deaths.add(cause);
                    }
                }),
                pushcast -> pushcast);
        instance.publish("orders", 1);
        instance.pushcast().to("orders").named("bad").payload("secret").publish();
        instance.publish("orders", 2);
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("1", "2"));
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox_dead")).isEqualTo(1));
        awaitEmpty();

        DeadLetters letters = instance.outbox().deadLetters();
        DeadLetter letter = letters.list(DeadLetterFilter.all(), 10).get(0);
        assertThat(letter.cause().reason()).isEqualTo(DeadLetterCause.Reason.REJECTED);
        assertThat(letter.cause().status()).isEqualTo(400);
        assertThat(letter.cause().explanation()).contains("bad event").doesNotContain("secret");
        assertThat(letter.channels()).containsExactly("orders");
        assertThat(letter.toString()).doesNotContain("secret");
        assertThat(deaths).hasSize(1);

        server.answer = RecordingServer.accepts();
        assertThat(letters.retry(letter.id())).isTrue();
        assertThat(letters.retry(letter.id())).isFalse();
        await().untilAsserted(() -> assertThat(server.data()).containsExactly("1", "2", "\"secret\""));
        assertThat(rows("pushcast_outbox_dead")).isZero();
    }

    @Test
    void aDeadLetterBlocksItsKeyOnRequestUntilItIsRetried() throws SQLException {
        server.answer = RecordingServer.rejects("bad");
        Instance instance = start(outbox -> outbox.afterDeadLetter(AfterDeadLetter.BLOCK_KEY), pushcast -> pushcast);
        instance.store().transaction(connection -> {
            instance.publish("orders", 1);
            instance.pushcast().to("orders").named("bad").payload(2).publish();
            instance.publish("orders", 3);
            instance.publish("orders", 4);
            instance.publish("others", 5);
            return connection;
        });
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox_dead")).isEqualTo(1));
        instance.publish("orders", 6);
        instance.publish("others", 7);
        await().untilAsserted(() -> assertThat(server.dataOf("others")).containsExactly("5", "7"));
        assertThat(server.dataOf("orders")).containsExactly("1");
        assertThat(rows("pushcast_outbox")).isGreaterThanOrEqualTo(3);

        server.answer = RecordingServer.accepts();
        assertThat(instance.outbox().deadLetters().retry(DeadLetterFilter.all().withOrderingKey("orders")))
                .isEqualTo(1);
        await().untilAsserted(() -> assertThat(server.dataOf("orders")).containsExactly("1", "2", "3", "4", "6"));
        awaitEmpty();
    }

    @Test
    void storesWhatIsInTheAirBesideTheMessage() {
        List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
        Map<String, String> trace = Map.of("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        Instance instance = start(
                outbox -> outbox.headers(() -> trace).listener(new OutboxListener() {
                    @Override
                    public void onLoaded(StoredRecord message) {
                        seen.add(message.content().headersByName());
                    }
                }),
                pushcast -> pushcast);
        instance.publish("orders", 1);
        await().untilAsserted(() -> assertThat(seen).containsExactly(trace));
    }

    @Test
    void tellsOfAMessageOnlyWhenItIsDeliveredAndNotWhileItWaitsForOthersOfItsKey() {
        server.answer = RecordingServer.is(DOWN);
        List<String> seen = new CopyOnWriteArrayList<>();
        Instance instance = start(
                outbox -> outbox.afterDeadLetter(AfterDeadLetter.BLOCK_KEY).listener(new OutboxListener() {
                    @Override
                    public void onLoaded(StoredRecord message) {
                        seen.add("loaded " + message.content().messageId());
                    }
                }),
                pushcast -> pushcast.listener(new DeliveryListener() {
                    @Override
                    public void onPublished(ChannelMessage message) {
                        seen.add("published " + message.id());
                    }
                }));
        instance.publish("orders", 1);
        instance.publish("orders", 2);
        await().until(() -> instance.outbox().status().held() == 2);
        await().untilAsserted(() -> assertThat(seen).hasSize(2));
        server.answer = RecordingServer.accepts();
        awaitEmpty();
        assertThat(seen).hasSize(4);
        for (int i = 0; i < 4; i += 2) {
            assertThat(seen.get(i)).startsWith("loaded ");
            assertThat(seen.get(i + 1)).isEqualTo(seen.get(i).replace("loaded", "published"));
        }
    }

    @Test
    void whatIsLeftAtCloseIsToldToBeLeftInTheOutbox() throws SQLException {
        server.answer = RecordingServer.is(DOWN);
        List<DeliveryException.Reason> reasons = new CopyOnWriteArrayList<>();
        Instance instance = start(
                outbox -> outbox,
                pushcast -> pushcast.listener(new DeliveryListener() {
                    @Override
                    public void onFailed(ChannelMessage message, DeliveryException failure) {
                        reasons.add(failure.reason());
                    }
                }));
        instance.publish("orders", 1);
        await().until(() -> instance.outbox().status().held() == 1);
        instance.pushcast().close(Duration.ofMillis(100));
        await().untilAsserted(() -> assertThat(reasons).containsExactly(DeliveryException.Reason.LEFT_IN_OUTBOX));
        assertThat(rows("pushcast_outbox")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox_instance")).isZero());
    }

    @Test
    void saysWhatIsMissingInTheDatabase() throws SQLException {
        JdbcOutboxStore store = JdbcOutboxStore.of(database);
        Outbox outbox = Outbox.on(store).build();
        PushcastBuilder builder =
                Pushcast.builder().transport(server.from("any")).outbox(outbox);
        assertThatThrownBy(builder::build)
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("the table pushcast_outbox, the table pushcast_outbox_dead")
                .hasMessageContaining("classpath:io/pushcast/outbox/jdbc/h2/R__pushcast_outbox_001.sql")
                .hasMessageContaining("createSchema(true)");
        JdbcOutboxStore.on(database).createSchema(true).build().check();
        store.check();
        try (Statement change = open.createStatement()) {
            change.execute("alter table pushcast_outbox drop column headers");
            change.execute("drop table pushcast_outbox_instance");
        }
        assertThatThrownBy(store::check)
                .hasMessageContaining(
                        "lacks the column headers of pushcast_outbox, the table pushcast_outbox_instance.");
        try (Statement change = open.createStatement()) {
            change.execute("drop table pushcast_outbox");
            change.execute("delete from pushcast_outbox_lease where partition_no < 3");
        }
        assertThatThrownBy(store::check).hasMessageContaining("the table pushcast_outbox");
    }

    @Test
    void servesOnePublisherOnly() {
        Instance instance = start();
        assertThatThrownBy(() -> Pushcast.builder()
                        .name("second")
                        .transport(server.from("any"))
                        .outbox(instance.outbox())
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("build another for 'second'");
    }

    private Instance startApp(String app, UnaryOperator<Outbox.Builder> outboxes) {
        JdbcOutboxStore store = JdbcOutboxStore.on(database).createSchema(true).build();
        Outbox outbox = outboxes.apply(Outbox.on(store)
                        .leaseTime(Duration.ofSeconds(2))
                        .polling(Duration.ofMillis(5), Duration.ofMillis(200)))
                .build();
        Pushcast pushcast = Pushcast.builder()
                .name(app)
                .app(PusherApp.fromUrl("http://key:secret@localhost:1/apps/" + app))
                .outbox(outbox)
                .build();
        Instance instance = new Instance(pushcast, outbox, store);
        instances.add(instance);
        return instance;
    }

    @Test
    void isNamedAfterItsAppUnlessItIsGivenAName() {
        Outbox nameless = Outbox.on(new UnusedStore()).build();
        assertThatThrownBy(nameless::name)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Outbox.on(store).name(");
        assertThatThrownBy(() -> nameless.deadLetters().list(DeadLetterFilter.all(), 1))
                .isInstanceOf(IllegalStateException.class);
        assertThat(startApp("one", outbox -> outbox).outbox().name()).isEqualTo("one");
        assertThat(Outbox.on(new UnusedStore()).name("shop").build().name()).isEqualTo("shop");
        assertThatThrownBy(() -> Outbox.on(new UnusedStore()).name(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("name must have 1 to 100 characters, unlike ' '");
    }

    @Test
    void twoAppsInOneSchemaNeverGetEachOthersMessages() throws SQLException {
        Instance one = startApp("one", outbox -> outbox);
        Instance two = startApp("two", outbox -> outbox);
        one.publish("private-customer", 1);
        two.publish("private-customer", 2);
        two.publish("private-customer", 3);

        await().until(() -> one.outbox().status().held() == 1
                && two.outbox().status().held() == 2
                && one.outbox().status().partitionsOwned() == 64
                && two.outbox().status().partitionsOwned() == 64);
        assertThat(one.outbox().status().counts().pending()).isEqualTo(1);
        try (Statement statement = open.createStatement();
                var rows =
                        statement.executeQuery("select outbox, app, count(*) from pushcast_outbox group by outbox, app"
                                + " order by outbox")) {
            rows.next();
            assertThat(rows.getString(1) + rows.getString(2) + rows.getInt(3)).isEqualTo("oneone1");
            rows.next();
            assertThat(rows.getString(1) + rows.getString(2) + rows.getInt(3)).isEqualTo("twotwo2");
        }
    }

    @Test
    void twoServicesOfOneAppShareNothingIfTheirOutboxesHaveDifferentNames() throws SQLException {
        Instance orders = start(outbox -> outbox.name("orders"), pushcast -> pushcast);
        Instance invoices = start(outbox -> outbox.name("invoices"), pushcast -> pushcast);
        for (int i = 0; i < 50; i++) {
            orders.publish("channel-" + i, i);
        }
        awaitEmpty();
        assertThat(server.accepted).hasSize(50);
        assertThat(orders.outbox().status().deleted()).isEqualTo(50);
        assertThat(invoices.outbox().status().loaded()).isZero();
    }

    @Test
    void aRowForAnAppThatIsNotKnownHereWaits() throws SQLException {
        Instance stranger = startApp("stranger", outbox -> outbox.name("shared").relay(false));
        stranger.publish("orders", "for the stranger");
        Instance here = start(outbox -> outbox.name("shared"), pushcast -> pushcast);
        for (int i = 0; i < 20; i++) {
            here.publish("orders", i);
        }
        await().untilAsserted(() -> assertThat(server.data()).hasSize(20).doesNotContain("\"for the stranger\""));
        await().untilAsserted(() -> assertThat(rows("pushcast_outbox")).isEqualTo(1));
        assertThat(here.outbox().status().held()).isZero();
        assertThat(here.outbox().status().loaded()).isEqualTo(20);
    }

    /** Of the same partition as another key: the one whose backlog is in the way. */
    private static String besides(String hot) {
        int partition = partition(hot);
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "calm-" + i)
                .filter(key -> partition(key) == partition)
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String key) {
        return OutboxRecord.of(
                        "app",
                        ChannelMessage.builder("1", List.of(ChannelName.of(key)), "e", "1")
                                .build(),
                        Map.of())
                .partition();
    }

    @Test
    void aBacklogOfOneKeyHoldsUpNoOtherOfItsPartitionAndStaysInOrder() throws SQLException {
        Instance instance = start(outbox -> outbox.window(100, 1_000_000), pushcast -> pushcast);
        CompletableFuture<Outcome> gate = new CompletableFuture<>();
        server.answer = messages -> messages.get(0).channels().get(0).value().equals("hot")
                ? gate
                : CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE);
        instance.store().transaction(connection -> {
            IntStream.range(0, 2_000).forEach(i -> instance.publish("hot", i));
            return connection;
        });
        await().until(() -> instance.outbox().status().held() >= 20);
        String calm = besides("hot");
        for (int i = 0; i < 10; i++) {
            instance.publish(calm, i);
        }
        await().untilAsserted(() -> assertThat(server.dataOf(calm)).isEqualTo(numbers(10)));

        server.answer = RecordingServer.accepts();
        gate.complete(Outcome.Accepted.INSTANCE);
        awaitEmpty();
        assertThat(server.dataOf("hot"))
                .endsWith("1999")
                .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
        assertThat(instance.outbox().status().deleted()).isEqualTo(2_010);
    }
}
