package io.pushcast.spring.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.Pushcast;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Whenever an event is published, around whichever transaction: it is stored, delivered or thrown; nothing is only if it was
 * part of what rolled back.
 */
class NeverDiscardedTest {

    private static final Map<Setup, ConfigurableApplicationContext> RUNNING = new HashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    enum Phase {
        WITHOUT_TRANSACTION,
        IN_TRANSACTION,
        BEFORE_COMMIT,
        BEFORE_COMPLETION,
        AFTER_COMMIT,
        AFTER_COMPLETION,
        /** By {@code @TransactionalEventListener} of this phase. */
        LISTENER_BEFORE_COMMIT,
        LISTENER_AFTER_COMMIT,
        LISTENER_AFTER_ROLLBACK,
        LISTENER_AFTER_COMPLETION,
        /** After the commit, once a transaction of its own has come and gone. */
        AFTER_COMMIT_BEHIND_REQUIRES_NEW,
        AFTER_COMMIT_IN_REQUIRES_NEW,
        /** Spring lets it take part in what has ended. */
        AFTER_COMMIT_IN_REQUIRED
    }

    enum State {
        COMMITTED,
        ROLLED_BACK
    }

    enum Expected {
        /** Stored or delivered. */
        KEPT,
        THROWN,
        NOTHING
    }

    record Setup(boolean outbox, boolean jpa, boolean autoCommit, boolean poolFull) {

        ConfigurableApplicationContext start() {
            return new SpringApplicationBuilder(jpa ? Jpa.class : Jdbc.class)
                    .web(WebApplicationType.NONE)
                    .run(
                            "--pushcast.url=http://k:s@localhost:6001/apps/1",
                            "--pushcast.outbox.enabled=" + outbox,
                            // So that rows stay, and the pool is the application's.
                            "--pushcast.outbox.relay=false",
                            "--spring.datasource.generate-unique-name=true",
                            "--spring.datasource.hikari.maximum-pool-size=" + (poolFull ? 1 : 5),
                            "--spring.datasource.hikari.connection-timeout=250",
                            "--spring.datasource.hikari.auto-commit=" + autoCommit,
                            "--spring.jpa.open-in-view=false",
                            "--spring.jpa.properties.hibernate.connection.provider_disables_autocommit="
                                    + !autoCommit);
        }
    }

    record Case(Phase phase, State state, Setup setup) {

        Expected expected() {
            Set<Phase> ofTheTransaction = EnumSet.of(
                    Phase.IN_TRANSACTION, Phase.BEFORE_COMMIT, Phase.BEFORE_COMPLETION, Phase.LISTENER_BEFORE_COMMIT);
            if (state == State.ROLLED_BACK && ofTheTransaction.contains(phase)) {
                return Expected.NOTHING;
            }
            Set<Phase> withASecondConnection =
                    EnumSet.of(Phase.AFTER_COMMIT_BEHIND_REQUIRES_NEW, Phase.AFTER_COMMIT_IN_REQUIRES_NEW);
            // By Spring, to who begins the second transaction; Hibernate, if it takes connections late, has given the first back.
            boolean waits = setup.poolFull() && !(setup.jpa() && !setup.autoCommit());
            return waits && withASecondConnection.contains(phase) ? Expected.THROWN : Expected.KEPT;
        }
    }

    static Stream<Case> cases() {
        Set<Phase> onlyOfCommits = EnumSet.of(
                Phase.BEFORE_COMMIT,
                Phase.AFTER_COMMIT,
                Phase.LISTENER_BEFORE_COMMIT,
                Phase.LISTENER_AFTER_COMMIT,
                Phase.AFTER_COMMIT_BEHIND_REQUIRES_NEW,
                Phase.AFTER_COMMIT_IN_REQUIRES_NEW,
                Phase.AFTER_COMMIT_IN_REQUIRED);
        return setups().flatMap(setup -> Stream.of(Phase.values())
                .flatMap(phase -> Stream.of(State.values())
                        .filter(state -> state == State.COMMITTED || !onlyOfCommits.contains(phase))
                        .filter(state -> state == State.ROLLED_BACK || phase != Phase.LISTENER_AFTER_ROLLBACK)
                        .map(state -> new Case(phase, state, setup))));
    }

    private static Stream<Setup> setups() {
        List<Boolean> both = List.of(true, false);
        return both.stream().flatMap(outbox -> both.stream().flatMap(jpa -> both.stream()
                .flatMap(autoCommit -> both.stream().map(full -> new Setup(outbox, jpa, autoCommit, full)))));
    }

    @AfterAll
    static void stop() {
        RUNNING.values().forEach(ConfigurableApplicationContext::close);
        RUNNING.clear();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isStoredDeliveredOrThrown(Case tried) {
        ConfigurableApplicationContext context = RUNNING.computeIfAbsent(tried.setup(), Setup::start);
        Attempt attempt = new Attempt(context, "o-" + NUMBERS.incrementAndGet());

        attempt.make(tried.phase(), tried.state());

        long kept = attempt.kept(tried.setup().outbox());
        switch (tried.expected()) {
            case KEPT -> {
                assertThat(attempt.thrown).isNull();
                assertThat(kept).isEqualTo(1);
            }
            case THROWN -> {
                assertThat(attempt.thrown).isNotNull();
                assertThat(kept).isZero();
            }
            case NOTHING -> {
                assertThat(attempt.thrown).isNull();
                assertThat(kept).isZero();
            }
        }
    }

    private static final class Attempt {

        private final ConfigurableApplicationContext context;
        private final String id;
        private Throwable thrown;

        Attempt(ConfigurableApplicationContext context, String id) {
            this.context = context;
            this.id = id;
        }

        void make(Phase phase, State state) {
            if (phase == Phase.WITHOUT_TRANSACTION) {
                publish();
                return;
            }
            transaction(TransactionDefinition.PROPAGATION_REQUIRED, state == State.ROLLED_BACK, () -> begin(phase));
        }

        private void begin(Phase phase) {
            switch (phase) {
                case IN_TRANSACTION -> publish();
                case LISTENER_BEFORE_COMMIT,
                        LISTENER_AFTER_COMMIT,
                        LISTENER_AFTER_ROLLBACK,
                        LISTENER_AFTER_COMPLETION -> context.publishEvent(new Trigger(phase, this));
                default -> TransactionSynchronizationManager.registerSynchronization(new Callback(phase, this));
            }
        }

        void publish() {
            try {
                context.publishEvent(new OrderPlaced("c-7", id));
            } catch (RuntimeException e) {
                thrown = e;
            }
        }

        void publishAfterCommit(Phase phase) {
            try {
                switch (phase) {
                    case AFTER_COMMIT_BEHIND_REQUIRES_NEW -> {
                        transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW, false, () -> {});
                        publish();
                    }
                    case AFTER_COMMIT_IN_REQUIRES_NEW ->
                        transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW, false, this::publish);
                    case AFTER_COMMIT_IN_REQUIRED ->
                        transaction(TransactionDefinition.PROPAGATION_REQUIRED, false, this::publish);
                    default -> publish();
                }
            } catch (RuntimeException e) {
                thrown = e;
            }
        }

        private void transaction(int propagation, boolean rollBack, Runnable work) {
            TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            template.setPropagationBehavior(propagation);
            template.executeWithoutResult(status -> {
                work.run();
                if (rollBack) {
                    status.setRollbackOnly();
                }
            });
        }

        long kept(boolean outbox) {
            if (outbox) {
                return context.getBean(JdbcClient.class)
                        .sql("select count(*) from pushcast_outbox where payload like ?")
                        .param("%\"" + id + "\"%")
                        .query(Long.class)
                        .single();
            }
            context.getBean(Pushcast.class)
                    .flush()
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            return context.getBean(RecordingTransport.class).payloads().stream()
                    .filter(payload -> payload.contains('"' + id + '"'))
                    .count();
        }
    }

    private record Callback(Phase phase, Attempt attempt) implements TransactionSynchronization {

        @Override
        public void beforeCommit(boolean readOnly) {
            if (phase == Phase.BEFORE_COMMIT) {
                attempt.publish();
            }
        }

        @Override
        public void beforeCompletion() {
            if (phase == Phase.BEFORE_COMPLETION) {
                attempt.publish();
            }
        }

        @Override
        public void afterCommit() {
            if (phase == Phase.AFTER_COMMIT) {
                attempt.publish();
            }
        }

        @Override
        public void afterCompletion(int status) {
            switch (phase) {
                case AFTER_COMPLETION -> attempt.publish();
                case AFTER_COMMIT_BEHIND_REQUIRES_NEW, AFTER_COMMIT_IN_REQUIRES_NEW, AFTER_COMMIT_IN_REQUIRED ->
                    attempt.publishAfterCommit(phase);
                default -> {
                    // Not of this callback.
                }
            }
        }
    }

    record Trigger(Phase phase, Attempt attempt) {

        void reached(Phase reached) {
            if (phase == reached) {
                attempt.publish();
            }
        }
    }

    static class Listeners {

        @TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
        void beforeCommit(Trigger trigger) {
            trigger.reached(Phase.LISTENER_BEFORE_COMMIT);
        }

        @TransactionalEventListener
        void afterCommit(Trigger trigger) {
            trigger.reached(Phase.LISTENER_AFTER_COMMIT);
        }

        @TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
        void afterRollback(Trigger trigger) {
            trigger.reached(Phase.LISTENER_AFTER_ROLLBACK);
        }

        @TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION)
        void afterCompletion(Trigger trigger) {
            trigger.reached(Phase.LISTENER_AFTER_COMPLETION);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        JacksonAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        PushcastOutboxAutoConfiguration.class,
        PushcastAutoConfiguration.class,
        PushcastEventAutoConfiguration.class
    })
    static class Jdbc {

        @Bean
        RecordingTransport transport() {
            return new RecordingTransport();
        }

        @Bean
        Listeners listeners() {
            return new Listeners();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(HibernateJpaAutoConfiguration.class)
    static class Jpa extends Jdbc {}
}
