package io.pushcast.spring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.json.JsonWriteException;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.MessageSink;
import io.pushcast.spring.PublishedEvents.Loop;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PublishedEvents.StockChanged;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.RecordingTransport;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Inside a transaction bound to it, outside published at once: on H2, with Spring's own transaction manager. */
class TransactionRuleTest {

    private ConfigurableApplicationContext context;
    private ApplicationEventPublisher events;
    private Pushcast pushcast;
    private RecordingTransport server;
    private JdbcClient database;

    @BeforeEach
    void start() {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--pushcast.url=http://k:s@localhost:6001/apps/1",
                        "--spring.datasource.generate-unique-name=true");
        events = context;
        pushcast = context.getBean(Pushcast.class);
        server = context.getBean(RecordingTransport.class);
        database = context.getBean(JdbcClient.class);
        database.sql("create table orders (id varchar(20))").update();
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void publishesAfterTheCommit() throws Exception {
        CompletableFuture<Delivery> delivery = inTransaction(() -> {
            database.sql("insert into orders values ('o-1')").update();
            events.publishEvent(new OrderPlaced("c-7", "o-1"));
            CompletableFuture<Delivery> direct =
                    pushcast.publish(new OrderPlaced("c-7", "o-2")).toCompletableFuture();
            assertThat(sent()).isEmpty();
            assertThat(direct).isNotDone();
            return direct;
        });

        assertThat(delivery.get(10, TimeUnit.SECONDS).receipts()).hasSize(1);
        assertThat(sent()).containsExactly(order("o-1"), order("o-2"));
    }

    @Test
    void publishesAtOnceWithoutATransaction() {
        events.publishEvent(new OrderPlaced("c-7", "o-1"));

        assertThat(sent()).containsExactly(order("o-1"));
    }

    @Test
    void publishesAtOnceWhereThereIsOnlySynchronisation() {
        transaction(TransactionDefinition.PROPAGATION_SUPPORTS).executeWithoutResult(status -> {
            assertThat(TransactionSynchronizationManager.isSynchronizationActive())
                    .isTrue();
            events.publishEvent(new OrderPlaced("c-7", "o-1"));
            assertThat(sent()).containsExactly(order("o-1"));
        });
    }

    @Test
    void publishesNothingThatRolledBack() {
        CompletableFuture<Delivery> delivery = transaction(TransactionDefinition.PROPAGATION_REQUIRED)
                .execute(status -> {
                    events.publishEvent(new OrderPlaced("c-7", "o-1"));
                    status.setRollbackOnly();
                    return pushcast.publish(new OrderPlaced("c-7", "o-2")).toCompletableFuture();
                });

        assertThat(failure(delivery).reason()).isEqualTo(DeliveryException.Reason.ROLLED_BACK);
        assertThat(failure(delivery)).hasMessageEndingWith("was published in a transaction that rolled back");
        assertThat(failure(delivery).attempts()).isZero();
        assertThat(sent()).isEmpty();
    }

    @Test
    void tellsOfARollbackOutsideOfTheTransaction() throws Exception {
        CompletableFuture<Boolean> boundWhenTold = new CompletableFuture<>();
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            pushcast.publish(new OrderPlaced("c-7", "o-1"))
                    .whenComplete((delivered, failure) ->
                            boundWhenTold.complete(TransactionSynchronizationManager.isActualTransactionActive()));
            status.setRollbackOnly();
        });

        assertThat(boundWhenTold.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void followsTheInnerTransactionOfItsOwn() {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(outer -> {
            events.publishEvent(new OrderPlaced("c-7", "outer"));
            transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                    .executeWithoutResult(inner -> events.publishEvent(new OrderPlaced("c-7", "inner")));
            assertThat(sent()).containsExactly(order("inner"));
            events.publishEvent(new OrderPlaced("c-7", "outer again"));
            outer.setRollbackOnly();
        });

        assertThat(sent()).containsExactly(order("inner"));
    }

    @Test
    void forgetsTheInnerTransactionThatRolledBack() {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(outer -> {
            events.publishEvent(new OrderPlaced("c-7", "before"));
            transaction(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult(inner -> {
                events.publishEvent(new OrderPlaced("c-7", "inner"));
                inner.setRollbackOnly();
            });
            events.publishEvent(new OrderPlaced("c-7", "after"));
        });

        assertThat(sent()).containsExactly(order("before"), order("after"));
    }

    @Test
    void forgetsWhatWasPublishedAfterASavepointThatWasRolledBackTo() {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(outer -> {
            nested(true, "first nested");
            events.publishEvent(new OrderPlaced("c-7", "before"));
            nested(false, "kept");
            CompletableFuture<Delivery> undone = nested(true, "second nested");
            events.publishEvent(new OrderPlaced("c-7", "after"));
            assertThat(failure(undone).reason()).isEqualTo(DeliveryException.Reason.ROLLED_BACK);
        });

        assertThat(sent()).containsExactly(order("before"), order("kept"), order("after"));
    }

    @Test
    void publishesWhatIsPublishedInCallbacksOfTheSameTransaction() {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED).executeWithoutResult(status -> {
            callback(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    events.publishEvent(new OrderPlaced("c-7", "before commit"));
                }

                @Override
                public void afterCommit() {
                    events.publishEvent(new OrderPlaced("c-7", "after commit"));
                }

                @Override
                public void afterCompletion(int completed) {
                    events.publishEvent(new OrderPlaced("c-7", "after completion"));
                }
            });
            events.publishEvent(new OrderPlaced("c-7", "inside"));
        });

        assertThat(sent())
                .containsExactly(
                        order("inside"), order("before commit"), order("after commit"), order("after completion"));
    }

    @Test
    void publishesWhatIsFirstPublishedInACallbackAfterTheCommit() {
        transaction(TransactionDefinition.PROPAGATION_REQUIRED)
                .executeWithoutResult(status -> callback(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        events.publishEvent(new OrderPlaced("c-7", "after commit"));
                    }
                }));

        assertThat(sent()).containsExactly(order("after commit"));
    }

    @Test
    void publishesWhenAnotherCallbackFailsAfterTheCommit() {
        assertThatThrownBy(() -> transaction(TransactionDefinition.PROPAGATION_REQUIRED)
                        .executeWithoutResult(status -> {
                            callback(new TransactionSynchronization() {
                                @Override
                                public void afterCommit() {
                                    throw new IllegalStateException("a failing callback");
                                }
                            });
                            events.publishEvent(new OrderPlaced("c-7", "o-1"));
                        }))
                .hasMessage("a failing callback");

        assertThat(sent()).containsExactly(order("o-1"));
    }

    @Test
    void publishesWhatATransactionalEventListenerPublishes() {
        inTransaction(() -> {
            events.publishEvent(new OrderPlaced("c-7", "followed"));
            return null;
        });

        assertThat(sent()).containsExactly(order("followed"), order("follow-up"));
    }

    @Test
    void keepsTheOrder() {
        inTransaction(() -> {
            IntStream.range(0, 200).forEach(i -> events.publishEvent(new OrderPlaced("c-7", "o-" + i)));
            return null;
        });

        assertThat(sent())
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> order("o-" + i)).toList());
    }

    @Test
    void losesNothingElseWhenOneCantBeHandedOn() {
        CompletableFuture<Delivery> refused = inTransaction(() -> {
            events.publishEvent(new OrderPlaced("c-7", "o-1"));
            CompletionStage<Delivery> bad =
                    pushcast.to("refused").named("note").payload(1).publish();
            events.publishEvent(new OrderPlaced("c-7", "o-2"));
            return bad.toCompletableFuture();
        });

        assertThat(sent()).containsExactly(order("o-1"), order("o-2"));
        assertThatThrownBy(() -> refused.get(10, TimeUnit.SECONDS))
                .cause()
                .hasMessage("refused by a stage of the application");
    }

    @Test
    void sendsThePayloadAsItWasWhenPublished() {
        inTransaction(() -> {
            StockChanged event = new StockChanged(5);
            events.publishEvent(event);
            event.left = 4;
            return null;
        });

        assertThat(sent()).containsExactly("{\"left\":5}");
    }

    @Test
    void throwsWhatCantBeWrittenToWhoPublishesIt() {
        assertThatThrownBy(() -> inTransaction(() -> {
                    events.publishEvent(new OrderPlaced("c-7", "o-1"));
                    events.publishEvent(new Loop());
                    return null;
                }))
                .isInstanceOf(JsonWriteException.class)
                .hasMessageContaining("can't be written as JSON");

        assertThat(sent()).isEmpty();
    }

    @Test
    void canBeTakenBackBeforeTheCommit() {
        CompletableFuture<Delivery> delivery = inTransaction(() -> {
            CompletableFuture<Delivery> cancelled =
                    pushcast.publish(new OrderPlaced("c-7", "o-1")).toCompletableFuture();
            assertThat(cancelled.cancel(false)).isTrue();
            return cancelled;
        });

        assertThat(delivery).isCancelled();
        assertThat(sent()).isEmpty();
    }

    @Test
    void canNoLongerBeTakenBackOnceItIsDelivered() throws Exception {
        CompletableFuture<Delivery> delivery = inTransaction(
                () -> pushcast.publish(new OrderPlaced("c-7", "o-1")).toCompletableFuture());
        delivery.get(10, TimeUnit.SECONDS);

        assertThat(delivery.cancel(false)).isFalse();
        assertThat(delivery).isNotCancelled();
    }

    private CompletableFuture<Delivery> nested(boolean rollBack, String orderId) {
        return transaction(TransactionDefinition.PROPAGATION_NESTED).execute(status -> {
            if (rollBack) {
                status.setRollbackOnly();
            }
            return pushcast.publish(new OrderPlaced("c-7", orderId)).toCompletableFuture();
        });
    }

    private <T> T inTransaction(Supplier<T> work) {
        return transaction(TransactionDefinition.PROPAGATION_REQUIRED).execute(status -> work.get());
    }

    private TransactionTemplate transaction(int propagation) {
        TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        template.setPropagationBehavior(propagation);
        return template;
    }

    private static void callback(TransactionSynchronization synchronization) {
        TransactionSynchronizationManager.registerSynchronization(synchronization);
    }

    private static DeliveryException failure(CompletableFuture<Delivery> delivery) {
        try {
            throw new AssertionError("Delivered: " + delivery.get(10, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return (DeliveryException) e.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What the server got of all that has been handed on so far. */
    private List<String> sent() {
        pushcast.flush().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
        return server.payloads();
    }

    private static String order(String id) {
        return "{\"customerId\":\"c-7\",\"orderId\":\"" + id + "\"}";
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        PushcastAutoConfiguration.class,
        PushcastEventAutoConfiguration.class
    })
    static class Application {

        @Bean
        RecordingTransport transport() {
            return new RecordingTransport();
        }

        @Bean
        PushcastBuilderCustomizer refusing() {
            return builder -> builder.wrapSink(Refusing::new);
        }

        @Bean
        FollowUp followUp(EventPublisher publisher) {
            return new FollowUp(publisher);
        }
    }

    /** A stage of the application's own, which fails for one channel. */
    record Refusing(MessageSink next) implements MessageSink {

        @Override
        public CompletionStage<Delivery> accept(ChannelMessage message) {
            if (message.channels().get(0).value().equals("refused")) {
                throw new IllegalStateException("refused by a stage of the application");
            }
            return next.accept(message);
        }
    }

    static class FollowUp {

        private final EventPublisher publisher;

        FollowUp(EventPublisher publisher) {
            this.publisher = publisher;
        }

        @TransactionalEventListener
        void on(OrderPlaced placed) {
            if (placed.orderId().equals("followed")) {
                publisher.publish(new OrderPlaced(placed.customerId(), "follow-up"));
            }
        }
    }
}
