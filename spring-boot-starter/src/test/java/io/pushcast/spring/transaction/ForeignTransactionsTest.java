package io.pushcast.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.EventPublisher;
import io.pushcast.message.ChannelMessage;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Transactions that the application begins by a UserTransaction, past Spring. */
class ForeignTransactionsTest {

    private final Jta jta = new Jta();

    private ApplicationContextRunner application(JtaTransactionManager manager) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        JacksonAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        PushcastOutboxAutoConfiguration.class,
                        PushcastAutoConfiguration.class,
                        PushcastEventAutoConfiguration.class))
                .withBean(RecordingTransport.class)
                .withBean(JtaTransactionManager.class, () -> manager)
                .withPropertyValues(
                        "pushcast.url=http://k:s@localhost:6001/apps/1", "spring.datasource.generate-unique-name=true");
    }

    private JtaTransactionManager manager(boolean withRegistry) {
        JtaTransactionManager manager = new JtaTransactionManager(jta.user());
        if (withRegistry) {
            manager.setTransactionSynchronizationRegistry(jta.registry());
        } else {
            manager.setTransactionManager(jta.manager());
        }
        return manager;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void publishAfterTheirCommitAndNeverAfterARollback(boolean withRegistry) {
        application(manager(withRegistry)).run(context -> {
            RecordingTransport server = context.getBean(RecordingTransport.class);
            jta.begin();
            context.publishEvent(new OrderPlaced("c-1", "rolled-back"));
            jta.end(Status.STATUS_ROLLEDBACK);
            jta.begin();
            context.publishEvent(new OrderPlaced("c-1", "committed"));
            context.publishEvent(new OrderPlaced("c-1", "committed-too"));
            assertThat(server.messages()).isEmpty();
            jta.end(Status.STATUS_COMMITTED);
            context.publishEvent(new OrderPlaced("c-1", "outside"));
            await().until(() -> server.messages().size() == 3);
            assertThat(server.messages())
                    .extracting(ChannelMessage::data)
                    .satisfiesExactly(
                            data -> assertThat(data).contains("committed\""),
                            data -> assertThat(data).contains("committed-too"),
                            data -> assertThat(data).contains("outside"));
        });
    }

    @Test
    void doNotPublishOnceMarkedToRollBack() {
        application(manager(true)).run(context -> {
            jta.begin();
            jta.status = Status.STATUS_MARKED_ROLLBACK;
            context.publishEvent(new OrderPlaced("c-1", "o-1"));
            jta.end(Status.STATUS_ROLLEDBACK);
            context.publishEvent(new OrderPlaced("c-1", "o-2"));
            RecordingTransport server = context.getBean(RecordingTransport.class);
            await().until(() -> !server.messages().isEmpty());
            assertThat(server.messages())
                    .singleElement()
                    .extracting(ChannelMessage::data)
                    .asString()
                    .contains("o-2");
        });
    }

    @Test
    void storeInTheOutboxAsTheirLastAct() {
        application(manager(true))
                .withPropertyValues("pushcast.outbox.enabled=true", "pushcast.outbox.relay=false")
                .run(context -> {
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    jta.begin();
                    context.publishEvent(new OrderPlaced("c-1", "o-1"));
                    jta.end(Status.STATUS_ROLLEDBACK);
                    assertThat(stored(jdbc)).isZero();
                    jta.begin();
                    context.publishEvent(new OrderPlaced("c-1", "o-2"));
                    assertThat(stored(jdbc)).isZero();
                    jta.end(Status.STATUS_COMMITTED);
                    assertThat(stored(jdbc)).isEqualTo(1);
                });
    }

    private static Long stored(JdbcTemplate jdbc) {
        return jdbc.queryForObject("select count(*) from pushcast_outbox", Long.class);
    }

    @Test
    void thatCannotBeJoinedAreSaidToBeSo() {
        application(new JtaTransactionManager(jta.user())).run(context -> {
            jta.begin();
            assertThatThrownBy(() -> context.publishEvent(new OrderPlaced("c-1", "o-1")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("TransactionSynchronizationRegistry")
                    .hasMessageContaining("@Transactional");
            jta.end(Status.STATUS_ROLLEDBACK);
        });
    }

    @Test
    void areLeftToSpringWhereSpringHasBegunThem() {
        application(new JtaTransactionManager(jta.user())).run(context -> {
            RecordingTransport server = context.getBean(RecordingTransport.class);
            new TransactionTemplate(context.getBean(JtaTransactionManager.class)).executeWithoutResult(status -> {
                context.getBean(EventPublisher.class).publish(new OrderPlaced("c-1", "o-1"));
                assertThat(server.messages()).isEmpty();
            });
            await().until(() -> server.messages().size() == 1);
        });
    }

    /** JTA as far as it is asked: one transaction at a time, of one thread. */
    private static final class Jta {

        private int status = Status.STATUS_NO_TRANSACTION;
        private final List<Synchronization> synchronizations = new ArrayList<>();
        private final Map<Object, Object> resources = new HashMap<>();
        private Transaction current;

        void begin() {
            status = Status.STATUS_ACTIVE;
            synchronizations.clear();
            resources.clear();
            current = proxy(Transaction.class);
        }

        void end(int how) {
            if (how == Status.STATUS_COMMITTED) {
                List.copyOf(synchronizations).forEach(Synchronization::beforeCompletion);
            }
            status = how;
            List.copyOf(synchronizations).forEach(each -> each.afterCompletion(how));
            status = Status.STATUS_NO_TRANSACTION;
        }

        UserTransaction user() {
            return proxy(UserTransaction.class);
        }

        TransactionManager manager() {
            return proxy(TransactionManager.class);
        }

        TransactionSynchronizationRegistry registry() {
            return proxy(TransactionSynchronizationRegistry.class);
        }

        private <T> T proxy(Class<T> type) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(),
                    new Class<?>[] {type},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getStatus", "getTransactionStatus" -> status;
                        case "getTransaction" -> current;
                        case "getResource" -> resources.get(arguments[0]);
                        case "putResource" -> resources.put(arguments[0], arguments[1]);
                        case "registerInterposedSynchronization", "registerSynchronization" -> {
                            synchronizations.add((Synchronization) arguments[0]);
                            yield null;
                        }
                        case "begin" -> {
                            begin();
                            yield null;
                        }
                        case "commit" -> {
                            end(Status.STATUS_COMMITTED);
                            yield null;
                        }
                        case "hashCode" -> System.identityHashCode(proxy);
                        case "equals" -> proxy == arguments[0];
                        default -> null;
                    }));
        }
    }
}
