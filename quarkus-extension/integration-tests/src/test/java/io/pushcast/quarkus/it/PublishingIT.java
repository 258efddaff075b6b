package io.pushcast.quarkus.it;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.EventPublisher;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.InvalidMessageException;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.QuarkusTransactionException;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PublishingIT {

    @Inject
    EventPublisher publisher;

    @Inject
    Event<Object> events;

    @Inject
    TransactionSynchronizationRegistry transactions;

    @ConfigProperty(name = "quarkus.pushcast.key")
    String key;

    @ConfigProperty(name = "quarkus.pushcast.host")
    String host;

    @ConfigProperty(name = "quarkus.pushcast.port")
    int port;

    @TestHTTPResource("/pusher/auth")
    String authEndpoint;

    @Test
    void publishesAnEventAfterTheCommitAndNothingAfterARollback() throws Exception {
        try (JavaClientSubscriber customer = subscriber().subscribe("private-orders.c-7")) {
            given().queryParam("customer", "c-7")
                    .queryParam("outOfStock", true)
                    .post("/orders/o-1")
                    .then()
                    .statusCode(409);
            given().queryParam("customer", "c-7").post("/orders/o-2").then().statusCode(204);

            assertThat(customer.events(1))
                    .containsExactly("private-orders.c-7 order-placed {\"orderId\":\"o-2\",\"customerId\":\"c-7\","
                            + "\"total\":19.90,\"day\":\"2026-01-31\"}");
        }
    }

    @Test
    void waitsForTheCommit() throws Exception {
        try (JavaClientSubscriber anybody = subscriber().subscribe("steps")) {
            QuarkusTransaction.requiringNew().run(() -> {
                publish("steps", "within");
                QuarkusTransaction.suspendingExisting().run(() -> join(publish("steps", "without")));
            });

            assertThat(anybody.events(2)).containsExactly("steps step \"without\"", "steps step \"within\"");
        }
    }

    @Test
    void keepsTheOrderInWhichATransactionPublished() throws Exception {
        try (JavaClientSubscriber anybody = subscriber().subscribe("steps-in-order")) {
            List<String> expected = new ArrayList<>();
            QuarkusTransaction.requiringNew().run(() -> {
                for (int i = 0; i < 25; i++) {
                    publish("steps-in-order", "s" + i);
                    expected.add("steps-in-order step \"s" + i + "\"");
                }
            });

            assertThat(anybody.events(25)).isEqualTo(expected);
        }
    }

    @Test
    void publishesAtOnceOutsideATransaction() throws Exception {
        Delivery delivery = publish("steps", "now").toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(delivery.receipts()).hasSize(1);
    }

    @Test
    void tellsThatATransactionRolledBack() {
        List<CompletionStage<Delivery>> published = new ArrayList<>();
        QuarkusTransaction.begin();
        published.add(publish("steps", "before"));
        QuarkusTransaction.setRollbackOnly();
        published.add(publish("steps", "after"));
        QuarkusTransaction.rollback();

        assertRolledBack(published);
    }

    @Test
    void publishesNothingOfATransactionThatTookTooLong() throws Exception {
        List<CompletionStage<Delivery>> published = new ArrayList<>();
        CountDownLatch timedOut = new CountDownLatch(1);
        QuarkusTransaction.begin(QuarkusTransaction.beginOptions().timeout(1));
        published.add(publish("steps", "in time"));
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                timedOut.countDown();
            }
        });
        assertThat(timedOut.await(20, TimeUnit.SECONDS)).isTrue();
        published.add(publish("steps", "too late"));
        assertThatThrownBy(QuarkusTransaction::commit).isInstanceOf(QuarkusTransactionException.class);

        assertRolledBack(published);
    }

    @Test
    void publishesWhatAnObserverOfARollbackTells() throws Exception {
        List<CompletionStage<Delivery>> published = new ArrayList<>();
        QuarkusTransaction.begin();
        publish("steps", "never");
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                published.add(publish("steps", "it failed"));
            }
        });
        QuarkusTransaction.rollback();

        assertThat(published
                        .get(0)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .receipts())
                .hasSize(1);
    }

    private static void assertRolledBack(List<CompletionStage<Delivery>> published) {
        assertThat(published)
                .allSatisfy(stage -> assertThatThrownBy(
                                () -> stage.toCompletableFuture().get(10, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                DeliveryException.class,
                                e -> assertThat(e.reason()).isEqualTo(DeliveryException.Reason.ROLLED_BACK))
                        .hasMessageContaining("rolled back"));
    }

    @Test
    void fixesThePayloadWhenItIsPublished() throws Exception {
        try (JavaClientSubscriber anybody = subscriber().subscribe("lists")) {
            List<String> items = new ArrayList<>(List.of("a"));
            QuarkusTransaction.requiringNew().run(() -> {
                publisher.to("lists").named("step").payload(items).publish();
                items.add("b");
            });

            assertThat(anybody.events(1)).containsExactly("lists step [\"a\"]");
        }
    }

    @Test
    void followsEveryAnnotationOfAnEventOnce() throws Exception {
        try (JavaClientSubscriber anybody = subscriber().subscribe("shipments").subscribe("order.o-5")) {
            events.fire(new OrderShipped("o-5"));
            events.fire(new OrderShipped("o-5"));

            assertThat(anybody.events(4))
                    .containsExactlyInAnyOrder(
                            "shipments shipped {\"orderId\":\"o-5\"}",
                            "order.o-5 order-shipped {\"orderId\":\"o-5\"}",
                            "shipments shipped {\"orderId\":\"o-5\"}",
                            "order.o-5 order-shipped {\"orderId\":\"o-5\"}");
        }
    }

    @Test
    void publishesAsynchronousEventsAtOnce() throws Exception {
        try (JavaClientSubscriber anybody = subscriber().subscribe("order.o-6")) {
            events.fireAsync(new OrderShipped("o-6")).toCompletableFuture().get(10, TimeUnit.SECONDS);

            assertThat(anybody.events(1)).containsExactly("order.o-6 order-shipped {\"orderId\":\"o-6\"}");
        }
    }

    @Test
    void failsToFireWhatCanNotBePublished() {
        OrderPlaced order = new OrderPlaced("o-1", "c 7", BigDecimal.ONE, LocalDate.EPOCH);

        assertThatThrownBy(() -> events.fire(order))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("private-orders.{customerId}")
                .hasMessageContaining("'c 7'");
    }

    private CompletionStage<Delivery> publish(String channel, String step) {
        return publisher.to(channel).named("step").payload(step).publish();
    }

    private static void join(CompletionStage<Delivery> stage) {
        try {
            stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private JavaClientSubscriber subscriber() {
        return new JavaClientSubscriber(key, host, port, JavaClientSubscriber.authorizer(authEndpoint, "c-7", "seven"));
    }
}
