package io.pushcast.quarkus.deployment.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.Pushcast;
import io.pushcast.mapping.PublishTo;
import io.pushcast.quarkus.deployment.FreePort;
import io.pushcast.testing.EmbeddedPusher;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whenever an event is published, around whichever transaction: it is stored, delivered or thrown; nothing is only if it was
 * part of what rolled back. Connections of Quarkus' datasources are always given in auto-commit mode.
 */
abstract class NeverDiscardedCases {

    static final int PORT = FreePort.of("never-discarded");

    private static EmbeddedPusher server;

    enum Phase {
        WITHOUT_TRANSACTION,
        IN_TRANSACTION,
        /** Of {@code @Observes(during = …)}. */
        BEFORE_COMPLETION,
        AFTER_SUCCESS,
        AFTER_FAILURE,
        AFTER_COMPLETION,
        AFTER_SUCCESS_IN_REQUIRES_NEW,
        AFTER_SUCCESS_BEHIND_REQUIRES_NEW,
        /** Of a {@code Synchronization}. */
        SYNCHRONIZATION_BEFORE,
        SYNCHRONIZATION_AFTER,
        INTERPOSED_BEFORE,
        INTERPOSED_AFTER;

        boolean isPartOfTheTransaction() {
            return this == IN_TRANSACTION
                    || this == BEFORE_COMPLETION
                    || this == SYNCHRONIZATION_BEFORE
                    || this == INTERPOSED_BEFORE;
        }

        boolean isOf(boolean committed) {
            return committed
                    ? this != AFTER_FAILURE
                    : this == IN_TRANSACTION
                            || this == AFTER_FAILURE
                            || this == AFTER_COMPLETION
                            || this == SYNCHRONIZATION_AFTER
                            || this == INTERPOSED_AFTER;
        }
    }

    @Inject
    Pushcast pushcast;

    @Inject
    DataSource dataSource;

    @Inject
    Publishing publishing;

    @Inject
    Event<Trigger> triggers;

    @Inject
    TransactionManager transactions;

    @Inject
    TransactionSynchronizationRegistry registry;

    static QuarkusUnitTest application(boolean outbox, int connections) {
        return new QuarkusUnitTest()
                .withApplicationRoot(jar -> jar.addClasses(
                        NeverDiscardedCases.class,
                        Phase.class,
                        Publishing.class,
                        Trigger.class,
                        Published.class,
                        FreePort.class))
                .overrideConfigKey("quarkus.http.test-port", "0")
                .overrideConfigKey("quarkus.pushcast.url", "http://a-key:a-secret@127.0.0.1:" + PORT + "/apps/7")
                .overrideConfigKey("quarkus.pushcast.outbox.enabled", String.valueOf(outbox))
                .overrideRuntimeConfigKey("quarkus.pushcast.outbox.create-schema", "true")
                // So that rows stay, and the pool is the application's.
                .overrideRuntimeConfigKey("quarkus.pushcast.outbox.relay", "false")
                .overrideConfigKey("quarkus.datasource.db-kind", "h2")
                .overrideConfigKey(
                        "quarkus.datasource.jdbc.url", "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1")
                .overrideConfigKey("quarkus.datasource.jdbc.max-size", String.valueOf(connections))
                .overrideConfigKey("quarkus.datasource.jdbc.acquisition-timeout", "1s");
    }

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

    static List<String> cases() {
        List<String> cases = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            for (boolean committed : new boolean[] {true, false}) {
                if (phase.isOf(committed)) {
                    cases.add(phase + " " + (committed ? "COMMITTED" : "ROLLED_BACK"));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isStoredDeliveredOrThrown(String tried) throws Exception {
        Phase phase = Phase.valueOf(tried.split(" ")[0]);
        boolean committed = tried.endsWith("COMMITTED");
        String id = "o-" + UUID.randomUUID();
        publishing.forget();

        attempt(phase, committed, id);

        long kept = kept(id);
        List<Throwable> thrown = publishing.thrown;
        if (!committed && phase.isPartOfTheTransaction()) {
            assertThat(kept).isZero();
            assertThat(thrown).isEmpty();
        } else if (isPoolFull() && phase != Phase.WITHOUT_TRANSACTION && !phase.isPartOfTheTransaction()) {
            // When a transaction gives its connection back is up to the pool.
            assertThat(kept + thrown.size()).isEqualTo(1);
        } else {
            assertThat(thrown).isEmpty();
            assertThat(kept).isEqualTo(1);
        }
    }

    private void attempt(Phase phase, boolean committed, String id) throws Exception {
        if (phase == Phase.WITHOUT_TRANSACTION) {
            publishing.publish(id);
            return;
        }
        transactions.begin();
        count("select count(*) from information_schema.tables");
        switch (phase) {
            case IN_TRANSACTION -> publishing.publish(id);
            case SYNCHRONIZATION_BEFORE, SYNCHRONIZATION_AFTER ->
                transactions
                        .getTransaction()
                        .registerSynchronization(publishing.when(phase == Phase.SYNCHRONIZATION_BEFORE, id));
            case INTERPOSED_BEFORE, INTERPOSED_AFTER ->
                registry.registerInterposedSynchronization(publishing.when(phase == Phase.INTERPOSED_BEFORE, id));
            default -> triggers.fire(new Trigger(phase.name(), id));
        }
        if (committed) {
            transactions.commit();
        } else {
            transactions.rollback();
        }
    }

    private static boolean isPoolFull() {
        return ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.max-size", Integer.class) == 1;
    }

    private long kept(String id) throws SQLException {
        if (ConfigProvider.getConfig().getValue("quarkus.pushcast.outbox.enabled", Boolean.class)) {
            return count("select count(*) from pushcast_outbox where payload like '%" + id + "%'");
        }
        pushcast.flush().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
        return server.events().stream()
                .filter(event -> event.data().contains(id))
                .count();
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement query = connection.prepareStatement(sql);
                ResultSet result = query.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    @Singleton
    static class Publishing {

        final List<Throwable> thrown = new ArrayList<>();

        @Inject
        Event<Published> events;

        void forget() {
            thrown.clear();
        }

        void publish(String id) {
            try {
                events.fire(new Published(id));
            } catch (RuntimeException e) {
                thrown.add(e);
            }
        }

        Synchronization when(boolean before, String id) {
            return new Synchronization() {
                @Override
                public void beforeCompletion() {
                    if (before) {
                        publish(id);
                    }
                }

                @Override
                public void afterCompletion(int status) {
                    if (!before) {
                        publish(id);
                    }
                }
            };
        }

        void before(@Observes(during = TransactionPhase.BEFORE_COMPLETION) Trigger trigger) {
            reached(trigger, Phase.BEFORE_COMPLETION);
        }

        void success(@Observes(during = TransactionPhase.AFTER_SUCCESS) Trigger trigger) {
            reached(trigger, Phase.AFTER_SUCCESS);
            inAnotherTransaction(trigger);
        }

        void failure(@Observes(during = TransactionPhase.AFTER_FAILURE) Trigger trigger) {
            reached(trigger, Phase.AFTER_FAILURE);
        }

        void completion(@Observes(during = TransactionPhase.AFTER_COMPLETION) Trigger trigger) {
            reached(trigger, Phase.AFTER_COMPLETION);
        }

        private void reached(Trigger trigger, Phase phase) {
            if (trigger.phase().equals(phase.name())) {
                publish(trigger.id());
            }
        }

        private void inAnotherTransaction(Trigger trigger) {
            try {
                if (trigger.phase().equals(Phase.AFTER_SUCCESS_IN_REQUIRES_NEW.name())) {
                    QuarkusTransaction.requiringNew().run(() -> publish(trigger.id()));
                } else if (trigger.phase().equals(Phase.AFTER_SUCCESS_BEHIND_REQUIRES_NEW.name())) {
                    QuarkusTransaction.requiringNew().run(() -> {});
                    publish(trigger.id());
                }
            } catch (RuntimeException e) {
                thrown.add(e);
            }
        }
    }

    record Trigger(String phase, String id) {}

    @PublishTo(channel = "orders")
    record Published(String id) {}
}
