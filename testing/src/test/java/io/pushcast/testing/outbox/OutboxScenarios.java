package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Fault;
import io.pushcast.testing.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole publishers on a real database and against a real server. */
abstract class OutboxScenarios {

    private static final int CONNECTIONS_OF_AN_INSTANCE = 3;

    private final List<Pushcast> open = new ArrayList<>();
    private EmbeddedPusher server;

    abstract HikariDataSource database();

    private record Instance(Pushcast pushcast, Outbox outbox, JdbcOutboxStore store) {

        void publish(String channel, int number) {
            pushcast.to(channel).named("happened").payload(number).publish();
        }
    }

    @BeforeEach
    void startServer() throws SQLException {
        OutboxTables.drop(database());
        server = EmbeddedPusher.start();
    }

    @AfterEach
    void closeAll() {
        open.forEach(Pushcast::close);
        server.close();
    }

    private Instance start() {
        return start(outbox -> outbox);
    }

    private Instance start(UnaryOperator<Outbox.Builder> settings) {
        JdbcOutboxStore store =
                JdbcOutboxStore.on(database()).createSchema(true).build();
        Outbox outbox = settings.apply(Outbox.on(store).leaseTime(Duration.ofSeconds(5)))
                .build();
        Pushcast pushcast = Pushcast.builder()
                .name("instance-" + open.size())
                .app(server.app())
                .outbox(outbox)
                .build();
        open.add(pushcast);
        return new Instance(pushcast, outbox, store);
    }

    private List<String> arrivedAt(String channel) {
        return server.events().stream()
                .filter(event -> event.channel().equals(channel))
                .map(RecordedEvent::data)
                .toList();
    }

    private void awaitEmpty() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(OutboxTables.rows(database(), "pushcast_outbox"))
                        .isZero());
    }

    @Test
    void twoInstancesDeliverWhatBothCommitOnceAndInOrder() throws SQLException {
        Instance one = start();
        Instance two = start();
        for (int i = 0; i < 300; i++) {
            int number = i;
            Instance writer = i % 2 == 0 ? one : two;
            writer.store().transaction(connection -> {
                writer.publish("channel-" + number % 10, number);
                return connection;
            });
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> server.events().size() == 300);
        for (int channel = 0; channel < 10; channel++) {
            int own = channel;
            assertThat(arrivedAt("channel-" + channel))
                    .isEqualTo(IntStream.range(0, 300)
                            .filter(i -> i % 10 == own)
                            .mapToObj(String::valueOf)
                            .toList());
        }
        awaitEmpty();
        assertThat(one.outbox().status().leasesLost() + two.outbox().status().leasesLost())
                .isZero();
    }

    @Test
    void sendsNothingOfATransactionThatRollsBack() {
        Instance instance = start();
        assertThatThrownBy(() -> instance.store().transaction(connection -> {
                    instance.publish("orders", 1);
                    throw new SQLException("no");
                }))
                .hasMessage("no");
        instance.publish("orders", 2);
        await().until(() -> !server.events().isEmpty());
        awaitEmpty();
        assertThat(arrivedAt("orders")).containsExactly("2");
    }

    @Test
    void deliversWhatWasOpenedFirstAndCommittedLast() throws SQLException {
        Instance instance = start(outbox -> outbox);
        try (Connection slow = openTransaction(instance)) {
            instance.publish("fast", 2);
            await().untilAsserted(() -> assertThat(arrivedAt("fast")).containsExactly("2"));
            awaitDeleted(instance, 1);
            assertThat(arrivedAt("slow")).isEmpty();
            slow.commit();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(arrivedAt("slow")).containsExactly("1"));
        awaitEmpty();
    }

    @Test
    void deliversAndCountsWhatIsCommittedLongAfterWhatWasOpenedLater() throws SQLException {
        Instance instance = start(outbox -> outbox.overlap(Duration.ZERO));
        try (Connection slow = openTransaction(instance)) {
            for (int i = 0; i < 5; i++) {
                instance.publish("fast", i);
                awaitDeleted(instance, i + 1);
            }
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            slow.commit();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(arrivedAt("slow")).containsExactly("1"));
        awaitEmpty();
        assertThat(instance.outbox().status().lateCommits()).isEqualTo(1);
    }

    private Connection openTransaction(Instance instance) throws SQLException {
        Connection connection = database().getConnection();
        connection.setAutoCommit(false);
        instance.store().within(connection, same -> {
            instance.publish("slow", 1);
            return same;
        });
        return connection;
    }

    private static void awaitDeleted(Instance instance, int messages) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(instance.outbox().status().deleted()).isEqualTo(messages));
    }

    @Test
    void anotherInstanceDeliversWhatOneCommittedThatNeverSentIt() {
        Instance writer = start(outbox -> outbox.relay(false));
        writer.publish("orders", 1);
        writer.publish("orders", 2);
        assertThat(server.events()).isEmpty();
        start();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(arrivedAt("orders")).containsExactly("1", "2"));
        awaitEmpty();
    }

    @Test
    void keepsAndRetriesWhatTheServerRefuses() throws SQLException {
        server.faults().always(Fault.status(400));
        Instance instance = start();
        instance.publish("orders", 1);
        await().atMost(Duration.ofSeconds(20)).until(() -> OutboxTables.rows(database(), "pushcast_outbox_dead") == 1);
        server.faults().none();
        assertThat(instance.outbox().deadLetters().retry(DeadLetterFilter.all()))
                .isEqualTo(1);
        await().atMost(Duration.ofSeconds(20)).until(() -> arrivedAt("orders").equals(List.of("1")));
        awaitEmpty();
    }

    @Test
    void anInstanceHoldsAtMostThreeConnections() {
        await().until(() -> database().getHikariPoolMXBean().getActiveConnections() == 0);
        Instance instance = start();
        await().until(() -> instance.outbox().status().partitionsOwned() == 64);
        assertThat(database().getHikariPoolMXBean().getActiveConnections())
                .isLessThanOrEqualTo(CONNECTIONS_OF_AN_INSTANCE);
        instance.pushcast().close();
        assertThat(database().getHikariPoolMXBean().getActiveConnections()).isZero();
    }
}
