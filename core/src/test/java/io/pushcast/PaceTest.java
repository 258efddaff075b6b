package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.PublishTo;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Pace;
import io.pushcast.metrics.PushcastMetrics;
import io.pushcast.outbox.AfterDeadLetter;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole publishers whose routes have a pace. */
@Timeout(30)
class PaceTest {

    @PublishTo(channel = "prices.{symbol}", pace = "1h")
    record PriceChanged(String symbol, int price) {}

    record Moved(int to) {}

    @PublishTo(channel = "orders", when = "shippable")
    record Shipped(boolean shippable) {}

    private final AcceptingTransport transport = new AcceptingTransport();

    private List<String> data() {
        return transport.accepted.stream().map(ChannelMessage::data).toList();
    }

    private static String price(String symbol, int price) {
        return "{\"symbol\":\"" + symbol + "\",\"price\":" + price + "}";
    }

    @Test
    void flushSendsTheNewestOfEachChannelAndTheOthersAreCounted() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Pushcast pushcast = Pushcast.builder()
                .transport(transport)
                .listener(PushcastMetrics.in(meters))
                .build()) {
            List<CompletableFuture<Delivery>> deliveries = new ArrayList<>();
            for (int price = 0; price < 5; price++) {
                deliveries.add(pushcast.publish(new PriceChanged("a", price)).toCompletableFuture());
                pushcast.publish(new PriceChanged("b", price));
            }
            deliveries.get(0).get(10, TimeUnit.SECONDS);
            assertThat(pushcast.status().bufferedMessages()).isEqualTo(2);
            pushcast.flush().toCompletableFuture().get(10, TimeUnit.SECONDS);

            assertThat(data()).containsExactlyInAnyOrder(price("a", 0), price("b", 0), price("a", 4), price("b", 4));
            assertThat(deliveries.get(4)).isCompleted();
            assertThat(deliveries.subList(1, 4)).allSatisfy(PaceTest::isSuperseded);
            assertThat(meters.get("pushcast.failed")
                            .tag("reason", "superseded")
                            .counter()
                            .count())
                    .isEqualTo(6);
            assertThat(meters.get("pushcast.published").counter().count()).isEqualTo(10);
        }
    }

    private static void isSuperseded(CompletionStage<Delivery> stage) {
        assertThat(stage)
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        DeliveryException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.SUPERSEDED));
    }

    @Test
    void closeSendsWhatIsHeld() {
        try (Pushcast pushcast = Pushcast.builder().transport(transport).build()) {
            pushcast.publish(new PriceChanged("a", 1));
            pushcast.publish(new PriceChanged("a", 2));
        }
        assertThat(data()).containsExactly(price("a", 1), price("a", 2));
    }

    @Test
    void theNewestGoesWhenTheTimeIsOver() {
        EventMappings mappings = EventMappings.builder()
                .route(Moved.class, moved -> Route.to("robot").pace(Duration.ofMillis(150)))
                .build();
        try (Pushcast pushcast =
                Pushcast.builder().transport(transport).mappings(mappings).build()) {
            long start = System.nanoTime();
            pushcast.publish(new Moved(1));
            pushcast.publish(new Moved(2));
            CompletableFuture<Delivery> newest = pushcast.publish(new Moved(3)).toCompletableFuture();

            assertThat(newest).succeedsWithin(Duration.ofSeconds(10));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
            assertThat(data()).containsExactly("{\"to\":1}", "{\"to\":3}");
        }
    }

    @ParameterizedTest
    @EnumSource(AfterDeadLetter.class)
    void withAnOutboxTheNewestIsDeliveredAndTheOthersAreDeleted(AfterDeadLetter afterDeadLetter) throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        JdbcOutboxStore store = JdbcOutboxStore.on(database).createSchema(true).build();
        List<String> superseded = new ArrayList<>();
        Outbox outbox = Outbox.on(store)
                .polling(Duration.ofMillis(5), Duration.ofMillis(200))
                .afterDeadLetter(afterDeadLetter)
                .build();
        try (Pushcast pushcast = Pushcast.builder()
                .transport(transport)
                .outbox(outbox)
                .listener(new io.pushcast.message.DeliveryListener() {
                    @Override
                    public void onFailed(ChannelMessage message, DeliveryException failure) {
                        superseded.add(failure.reason() + " " + message.data());
                    }
                })
                .build()) {
            store.transaction(connection -> {
                for (int price = 1; price <= 4; price++) {
                    pushcast.publish(new PriceChanged("a", price));
                }
                return connection;
            });
            await().untilAsserted(() -> assertThat(data()).containsExactly(price("a", 1)));
            // All that gave way is gone from the store, though the newest waits for its time.
            await().untilAsserted(() -> assertThat(outbox.status().deleted()).isEqualTo(3));
            pushcast.flush().toCompletableFuture().get(10, TimeUnit.SECONDS);
            pushcast.publish(new PriceChanged("a", 5));
        }
        assertThat(data()).startsWith(price("a", 1), price("a", 4));
        assertThat(superseded).contains("SUPERSEDED " + price("a", 2), "SUPERSEDED " + price("a", 3));
    }

    @Test
    void anEventWithoutARouteIsDeliveredWithoutAReceipt() {
        try (Pushcast pushcast = Pushcast.builder().transport(transport).build()) {
            assertThat(pushcast.publish(new Shipped(false)))
                    .isCompletedWithValueMatching(
                            delivery -> delivery.receipts().isEmpty());
            assertThat(pushcast.publish(new Shipped(true)))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .satisfies(delivery -> assertThat(delivery.receipts()).hasSize(1));
        }
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "5s,PT5S", "1m,PT1M", "1h,PT1H", "PT0.5S,PT0.5S"})
    void readsTimesAsTheyAreWritten(String text, Duration time) {
        assertThat(Pace.parse(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "250", "-5s", "1d", "5 s", "99999999999999999999s"})
    void saysWhatATimeLooksLike(String text) {
        assertThatThrownBy(() -> Pace.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The pace '" + text + "' is no time; it looks like 250ms, 5s, 1m or PT0.25S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0ms", "61m", "PT-1S"})
    void saysHowLongATimeCanBe(String text) {
        assertThatThrownBy(() -> Pace.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The pace must be positive and an hour at most, not ");
    }

    @Test
    void doesNotGoWithPartsOfAPayload() {
        Route route = Route.to("a").pace(Duration.ofSeconds(1));

        assertThat(route.largePayload(Route.LargePayload.GZIP).pace()).contains(Duration.ofSeconds(1));
        assertThatThrownBy(() -> route.largePayload(Route.LargePayload.CHUNK))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageStartingWith("A route can't have both a pace and LargePayload.CHUNK");
    }
}
