package io.pushcast.spring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.EventPublisher;
import io.pushcast.mapping.MappingException;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PublishedEvents.Unmapped;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.r2dbc.connection.R2dbcTransactionManager;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.TransactionalEventPublisher;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The rule in reactive transactions: on H2, with R2DBC. */
class ReactiveTransactionTest {

    private final ConnectionFactory database = ConnectionFactories.get("r2dbc:h2:mem:///reactive");
    private final TransactionalOperator transaction =
            TransactionalOperator.create(new R2dbcTransactionManager(database));
    private final Mono<?> work =
            DatabaseClient.create(database).sql("select 1").fetch().one();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastEventAutoConfiguration.class))
            .withBean(RecordingTransport.class)
            .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1");

    @Test
    void publishesAfterTheCommit() {
        run((publisher, server, context) -> {
            block(work.then(publisher.publish(new OrderPlaced("c-7", "o-1")))
                    .publishOn(Schedulers.parallel())
                    .then(work)
                    .then(publisher.publish(context.getBean(EventPublisher.class)
                            .to("stock")
                            .named("changed")
                            .payload(3)))
                    .doOnSuccess(done -> assertThat(server.messages()).isEmpty())
                    .as(transaction::transactional));
            await().untilAsserted(() ->
                    assertThat(server.payloads()).containsExactly("{\"customerId\":\"c-7\",\"orderId\":\"o-1\"}", "3"));
        });
    }

    @Test
    void publishesNothingThatRollsBack() {
        run((publisher, server, context) -> {
            assertThatThrownBy(() -> block(work.then(publisher.publish(new OrderPlaced("c-7", "o-1")))
                            .then(Mono.error(new IllegalStateException("sold out")))
                            .as(transaction::transactional)))
                    .hasMessage("sold out");
            block(publisher.publish(new OrderPlaced("c-7", "o-2")));
            await().untilAsserted(() ->
                    assertThat(server.payloads()).containsExactly("{\"customerId\":\"c-7\",\"orderId\":\"o-2\"}"));
        });
    }

    /** As the documentation says: nobody is told of reactive savepoints. */
    @Test
    void publishesWhatANestedTransactionPublishedEvenIfThatRollsBack() {
        TransactionalOperator nested = TransactionalOperator.create(
                new R2dbcTransactionManager(database),
                new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED));
        run((publisher, server, context) -> {
            block(publisher
                    .publish(new OrderPlaced("c-7", "outer"))
                    .then(publisher
                            .publish(new OrderPlaced("c-7", "nested"))
                            .then(Mono.error(new IllegalStateException("sold out")))
                            .as(nested::transactional)
                            .onErrorComplete(IllegalStateException.class))
                    .as(transaction::transactional));
            await().untilAsserted(() -> assertThat(server.payloads())
                    .containsExactly(
                            "{\"customerId\":\"c-7\",\"orderId\":\"outer\"}",
                            "{\"customerId\":\"c-7\",\"orderId\":\"nested\"}"));
        });
    }

    @Test
    void publishesAtOnceWithoutATransactionAndNotBeforeItIsSubscribedTo() {
        run((publisher, server, context) -> {
            Mono<Void> publishing = publisher.publish(new OrderPlaced("c-7", "o-1"));
            assertThat(server.messages()).isEmpty();
            block(publishing);
            await().until(() -> server.messages().size() == 1);
        });
    }

    @Test
    void bindsWhatSpringsTransactionalEventPublisherPublishes() {
        run((publisher, server, context) -> {
            TransactionalEventPublisher events = new TransactionalEventPublisher(context);
            assertThatThrownBy(() -> block(events.publishEvent(new OrderPlaced("c-7", "o-1"))
                            .then(Mono.error(new IllegalStateException("sold out")))
                            .as(transaction::transactional)))
                    .hasMessage("sold out");
            block(events.publishEvent(new OrderPlaced("c-7", "o-2"))
                    .doOnSuccess(done -> assertThat(server.messages()).isEmpty())
                    .as(transaction::transactional));
            await().untilAsserted(() ->
                    assertThat(server.payloads()).containsExactly("{\"customerId\":\"c-7\",\"orderId\":\"o-2\"}"));
        });
    }

    @Test
    void storesInAnOutboxAfterTheCommitOnly() {
        application
                .withConfiguration(AutoConfigurations.of(
                        PushcastOutboxAutoConfiguration.class,
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class))
                .withPropertyValues("pushcast.outbox.enabled=true", "spring.datasource.generate-unique-name=true")
                .run(context -> {
                    ReactiveEventPublisher publisher = context.getBean(ReactiveEventPublisher.class);
                    RecordingTransport server = context.getBean(RecordingTransport.class);
                    assertThatThrownBy(() -> block(publisher
                                    .publish(new OrderPlaced("c-7", "o-1"))
                                    .then(Mono.error(new IllegalStateException("sold out")))
                                    .as(transaction::transactional)))
                            .hasMessage("sold out");
                    block(publisher.publish(new OrderPlaced("c-7", "o-2")).as(transaction::transactional));
                    await().untilAsserted(() -> assertThat(server.payloads())
                            .containsExactly("{\"customerId\":\"c-7\",\"orderId\":\"o-2\"}"));
                });
    }

    @Test
    void failsForWhatCanNotBePublished() {
        run((publisher, server, context) -> assertThatThrownBy(
                        () -> block(publisher.publish(new Unmapped("")).as(transaction::transactional)))
                .isInstanceOf(MappingException.class));
    }

    private void run(Body body) {
        application.run(context -> body.accept(
                context.getBean(ReactiveEventPublisher.class), context.getBean(RecordingTransport.class), context));
    }

    private static void block(Mono<?> mono) {
        mono.block(Duration.ofSeconds(10));
    }

    @FunctionalInterface
    private interface Body {
        void accept(ReactiveEventPublisher publisher, RecordingTransport server, ApplicationContext context);
    }
}
