package io.pushcast.spring.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.EventPublisher;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Messages are part of the transaction: on H2, with the transaction managers of JDBC and of JPA. */
@ParameterizedClass
@ValueSource(classes = {OutboxTransactionTest.Jdbc.class, OutboxTransactionTest.Jpa.class})
class OutboxTransactionTest {

    private final Class<?> application;
    private ConfigurableApplicationContext context;
    private ApplicationEventPublisher events;
    private EventPublisher publisher;
    private RecordingTransport server;
    private JdbcClient database;

    OutboxTransactionTest(Class<?> application) {
        this.application = application;
    }

    @BeforeEach
    void start() {
        context = new SpringApplicationBuilder(application)
                .web(WebApplicationType.NONE)
                .run(
                        "--pushcast.url=http://k:s@localhost:6001/apps/1",
                        "--pushcast.outbox.enabled=true",
                        "--spring.datasource.generate-unique-name=true");
        events = context;
        publisher = context.getBean(EventPublisher.class);
        server = context.getBean(RecordingTransport.class);
        database = context.getBean(JdbcClient.class);
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void storesInTheTransactionAndDeliversAfterTheCommit() {
        relay(false);
        transaction().executeWithoutResult(status -> {
            events.publishEvent(order("o-1"));
            assertThat(publisher.publish(order("o-2")).toCompletableFuture()).isCompleted();
            assertThat(stored()).isZero();
        });
        assertThat(seenByOthers()).isEqualTo(2);

        relay(true);
        await().untilAsserted(() -> assertThat(sent()).containsExactly("o-1", "o-2"));
        await().untilAsserted(() -> assertThat(stored()).isZero());
    }

    @Test
    void storesNothingThatRollsBack() {
        transaction().executeWithoutResult(status -> {
            events.publishEvent(order("o-1"));
            status.setRollbackOnly();
        });
        assertThat(stored()).isZero();
        events.publishEvent(order("o-2"));
        await().untilAsserted(() -> assertThat(sent()).containsExactly("o-2"));
    }

    @Test
    void storesAtOnceWithoutATransaction() {
        relay(false);
        events.publishEvent(order("o-1"));
        assertThat(seenByOthers()).isEqualTo(1);
    }

    @Test
    void storesAtOnceWhereThereIsOnlySynchronisation() {
        relay(false);
        transaction(TransactionDefinition.PROPAGATION_SUPPORTS).executeWithoutResult(status -> {
            events.publishEvent(order("o-1"));
            assertThat(seenByOthers()).isEqualTo(1);
        });
    }

    @Test
    void anInnerTransactionIsOneOfItsOwn() {
        transaction().executeWithoutResult(outer -> {
            events.publishEvent(order("o-1"));
            transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(inner -> events.publishEvent(order("o-2")));
            outer.setRollbackOnly();
        });
        await().untilAsserted(() -> assertThat(sent()).containsExactly("o-2"));
    }

    @Test
    void deliversWhatCallbacksPublishAfterTheCommit() {
        transaction().executeWithoutResult(status -> {
            events.publishEvent(new Followed("o-1"));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    publisher.publish(order("after-commit"));
                }

                @Override
                public void afterCompletion(int status) {
                    publisher.publish(order("after-completion"));
                }
            });
        });
        await().untilAsserted(() -> assertThat(sent()).contains("o-1", "after-commit", "after-completion"));
        await().untilAsserted(() -> assertThat(stored()).isZero());
    }

    @Test
    void deliversWhatCallbacksPublishAfterTheCommitOfOtherMessages() {
        transaction().executeWithoutResult(status -> {
            events.publishEvent(new Followed("o-2"));
            events.publishEvent(order("o-1"));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    publisher.publish(order("after-commit"));
                    assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                            .isTrue();
                }
            });
        });
        await().untilAsserted(() -> assertThat(sent()).containsExactlyInAnyOrder("o-1", "o-2", "after-commit"));
        await().untilAsserted(() -> assertThat(stored()).isZero());
        assertThat(sent()).first().isEqualTo("o-1");
    }

    @Test
    void holdsInOtherThreads() {
        transaction().executeWithoutResult(status -> {
            inAnotherThread(() -> events.publishEvent(order("async")));
            status.setRollbackOnly();
        });
        await().untilAsserted(() -> assertThat(sent()).containsExactly("async"));
    }

    @Test
    void refusesATransactionOfAnotherDataSource() {
        PlatformTransactionManager foreign =
                new DataSourceTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:foreign"));

        assertThatThrownBy(() -> new TransactionTemplate(foreign)
                        .executeWithoutResult(status -> events.publishEvent(order("o-1"))))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("not one of the outbox's DataSource")
                .hasMessageContaining("@OutboxDataSource");
        assertThatThrownBy(() -> new TransactionTemplate(foreign).executeWithoutResult(status -> {
                    assertThat(stored()).isZero();
                    events.publishEvent(order("o-1"));
                }))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("not one of the outbox's DataSource");
        assertThat(stored()).isZero();
    }

    @Test
    void refusesATransactionThatOnlyReads() {
        TransactionTemplate reading = transaction();
        reading.setReadOnly(true);

        assertThatThrownBy(() -> reading.executeWithoutResult(status -> events.publishEvent(order("o-1"))))
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining("read-only")
                .hasMessageContaining("without readOnly = true");
        assertThat(stored()).isZero();
    }

    private void relay(boolean wanted) {
        Outbox outbox = context.getBean(Outbox.class);
        outbox.relay(wanted);
        await().until(() -> outbox.status().partitionsOwned() == (wanted ? 64 : 0));
    }

    private TransactionTemplate transaction() {
        return transaction(TransactionDefinition.PROPAGATION_REQUIRED);
    }

    private TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        template.setPropagationBehavior(propagation);
        return template;
    }

    private long stored() {
        return database.sql("select count(*) from pushcast_outbox")
                .query(Long.class)
                .single();
    }

    private long seenByOthers() {
        long[] seen = new long[1];
        inAnotherThread(() -> seen[0] = stored());
        return seen[0];
    }

    private List<String> sent() {
        return server.messages().stream()
                .map(message -> message.data().replaceAll(".*\"orderId\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private static OrderPlaced order(String id) {
        return new OrderPlaced("c-7", id);
    }

    record Followed(String id) {}

    private static void inAnotherThread(Runnable work) {
        CompletableFuture.runAsync(work).join();
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
        Follower follower(EventPublisher publisher) {
            return new Follower(publisher);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(HibernateJpaAutoConfiguration.class)
    static class Jpa extends Jdbc {}

    static class Follower {

        private final EventPublisher publisher;

        Follower(EventPublisher publisher) {
            this.publisher = publisher;
        }

        @TransactionalEventListener
        public void onCommit(Followed event) {
            publisher.publish(order(event.id()));
        }
    }
}
