package io.pushcast.quarkus.deployment.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.mapping.PublishTo;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.DeadLetterFilter;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.deployment.FreePort;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.RecordedEvent;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application with an outbox can rely on, whatever its database. */
abstract class OutboxCases {

    static final int PORT = FreePort.of("outbox");
    static final String SERVER = "http://a-key:a-secret@127.0.0.1:" + PORT + "/apps/7";

    private static EmbeddedPusher server;

    @Inject
    Outbox outbox;

    @Inject
    EventPublisher publisher;

    @Inject
    Event<OrderPlaced> placed;

    @Inject
    PusherApp app;

    @Inject
    UserTransaction transaction;

    abstract DataSource dataSource();

    @BeforeAll
    static void startServer() {
        server = EmbeddedPusher.builder()
                .appId("7")
                .key("a-key")
                .secret("a-secret")
                .port(PORT)
                .start();
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @BeforeEach
    void createOrders() {
        update("create table if not exists orders (id varchar(20) primary key)");
        await().untilAsserted(
                        () -> assertThat(outbox.status().partitionsOwned()).isEqualTo(64));
    }

    @AfterEach
    void forget() {
        update("delete from orders");
        server.forget();
    }

    @Test
    void storesAnEventInTheTransactionAndDeliversItAfterTheCommit() {
        QuarkusTransaction.requiringNew().run(() -> {
            place("o-1");
            assertThat(count("pushcast_outbox")).isEqualTo(1);
            assertThat(server.await(events -> !events.isEmpty(), Duration.ofMillis(300)))
                    .isFalse();
        });

        assertDelivered("o-1");
        assertThat(count("orders")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(count("pushcast_outbox")).isZero());
    }

    @Test
    void deliversNothingOfATransactionThatRollsBack() throws Exception {
        transaction.begin();
        place("o-1");
        transaction.setRollbackOnly();
        place("o-2");
        transaction.rollback();
        QuarkusTransaction.requiringNew().run(() -> place("o-3"));

        assertDelivered("o-3");
        assertThat(count("orders")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(count("pushcast_outbox")).isZero());
    }

    @Test
    void deliversWhatATransactionOfItsOwnCommitsThoughTheOuterOneRollsBack() throws Exception {
        transaction.begin();
        place("o-1");
        QuarkusTransaction.requiringNew().run(() -> place("o-2"));
        assertDelivered("o-2");
        place("o-3");
        transaction.rollback();
        QuarkusTransaction.requiringNew().run(() -> place("o-4"));

        assertDelivered("o-2", "o-4");
        assertThat(count("orders")).isEqualTo(2);
        await().untilAsserted(() -> assertThat(count("pushcast_outbox")).isZero());
    }

    @Test
    void deliversNothingOfATransactionOfItsOwnThatRollsBackThoughTheOuterOneCommits() {
        QuarkusTransaction.requiringNew().run(() -> {
            place("o-1");
            assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                        place("o-2");
                        QuarkusTransaction.setRollbackOnly();
                    }))
                    .isInstanceOf(QuarkusTransactionException.class);
            place("o-3");
        });

        assertDelivered("o-1", "o-3");
        assertThat(count("orders")).isEqualTo(2);
        await().untilAsserted(() -> assertThat(count("pushcast_outbox")).isZero());
    }

    @Test
    void storesAndDeliversOutsideATransactionAtOnce() throws Exception {
        publisher.publish(new OrderPlaced("o-1")).toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertDelivered("o-1");
    }

    @Test
    void keepsTheOrderOfOneTransactionAndOfSeveral() {
        List<String> ids =
                IntStream.range(0, 60).mapToObj(number -> "o-" + number).toList();
        QuarkusTransaction.requiringNew().run(() -> ids.subList(0, 30).forEach(this::place));
        ids.subList(30, 60).forEach(id -> QuarkusTransaction.requiringNew().run(() -> place(id)));

        assertDelivered(ids.toArray(String[]::new));
    }

    @Test
    void keepsItsOwnQueriesOutOfTheCallersTransaction() {
        QuarkusTransaction.requiringNew().run(() -> {
            place("o-1");
            assertThat(outbox.deadLetters().list(DeadLetterFilter.all(), 10)).isEmpty();
            assertThat(outbox.deadLetters().purge(DeadLetterFilter.all())).isZero();
            assertThat(outbox.status().counts().pending()).isZero();
            place("o-2");
        });

        assertDelivered("o-1", "o-2");
        assertThat(count("orders")).isEqualTo(2);
    }

    @Test
    void sharesTheWorkWithOtherInstances() {
        Outbox other = Outbox.on(JdbcOutboxStore.of(dataSource()))
                .leaseTime(Duration.ofSeconds(2))
                .build();
        try (Pushcast instance =
                Pushcast.builder().name("other").app(app).outbox(other).build()) {
            await().untilAsserted(() -> {
                assertThat(other.status().partitionsOwned()).isEqualTo(32);
                assertThat(outbox.status().partitionsOwned()).isEqualTo(32);
            });
            QuarkusTransaction.requiringNew().run(() -> {
                for (int i = 0; i < 64; i++) {
                    publisher
                            .to("shared-" + i)
                            .named("step")
                            .payload(String.valueOf(i))
                            .publish();
                }
            });

            assertThat(server.await(events -> events.size() >= 64, Duration.ofSeconds(20)))
                    .isTrue();
            assertThat(server.events()).hasSize(64).doesNotHaveDuplicates();
            assertThat(other.status().loaded()).isPositive();
            assertThat(instance.status().name()).isEqualTo("other");
        }
        await().untilAsserted(
                        () -> assertThat(outbox.status().partitionsOwned()).isEqualTo(64));
    }

    private void place(String id) {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into orders (id) values (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        placed.fire(new OrderPlaced(id));
    }

    private static void assertDelivered(String... ids) {
        assertThat(server.await(events -> events.size() >= ids.length, Duration.ofSeconds(20)))
                .as("delivered in time")
                .isTrue();
        assertThat(server.events())
                .extracting(RecordedEvent::data)
                .containsExactly(List.of(ids).stream()
                        .map(id -> "{\"orderId\":\"" + id + "\"}")
                        .toArray(String[]::new));
    }

    private void update(String sql) {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private int count(String table) {
        try (Connection connection = dataSource().getConnection();
                PreparedStatement query = connection.prepareStatement("select count(*) from " + table);
                ResultSet result = query.executeQuery()) {
            result.next();
            return result.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @PublishTo(channel = "orders")
    record OrderPlaced(String orderId) {}
}
