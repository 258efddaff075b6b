package io.pushcast.delivery;

import static io.pushcast.delivery.EngineHarness.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.Limits;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryEngineBatchingTest {

    private final EngineHarness harness = new EngineHarness();

    @Test
    void sendsALoneMessageAtOnce() {
        harness.publish("1", "a");

        assertThat(harness.transport.idsOfRequests()).containsExactly(List.of("1"));
    }

    @Test
    void letsMessagesShareARequestWhileAnotherIsUnderWay() {
        harness.publish("1", "a");
        harness.publish("2", "b");
        harness.publish("3", "c");

        harness.pass(Duration.ofMillis(4));
        assertThat(harness.transport.sent).hasSize(1);

        harness.pass(Duration.ofMillis(1));
        assertThat(harness.transport.last().ids()).containsExactly("2", "3");
    }

    @Test
    void isNotWantedSoonerForAMessageThatMayLinger() {
        assertThat(harness.engine.untilNextTurn()).isEqualTo(Long.MAX_VALUE);

        harness.publish("1", "a");
        long beforeItCame = harness.engine.untilNextTurn();
        harness.publish("2", "b");

        assertThat(beforeItCame).isEqualTo(Duration.ofMillis(5).toNanos());
        assertThat(harness.engine.untilNextTurn()).isGreaterThanOrEqualTo(beforeItCame);
    }

    @Test
    void doesNotTurnWithoutEndWhereNothingLingers() {
        EngineHarness hasty = new EngineHarness(
                DeliverySettings.builder().linger(Duration.ZERO).build());

        hasty.publish("1", "a");

        assertThat(hasty.engine.untilNextTurn())
                .isGreaterThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void sendsAFullBatchAtOnce() {
        harness.publish("first", "x");
        IntStream.range(0, 10).forEach(i -> harness.publish("m" + i, "a" + i));

        assertThat(harness.transport.sent).hasSize(2);
        assertThat(harness.transport.last().messages()).hasSize(10);
    }

    @Test
    void sendsABatchThatIsFullByBytes() {
        EngineHarness small = new EngineHarness(
                DeliverySettings.defaults(), Limits.PUSHER.withMaxRequestBytes(300), ResilienceSettings.defaults());
        small.publish("first", "x");
        small.publish("1", "a");
        small.publish("2", "b");
        assertThat(small.transport.sent).hasSize(1);
        small.publish("3", "c");

        assertThat(small.transport.last().ids()).containsExactly("1", "2");
    }

    @Test
    void sendsWhatWaitsWhenTheOnlyRequestIsOver() {
        harness.publish("1", "a");
        harness.publish("2", "b");

        harness.transport.last().accept();

        assertThat(harness.transport.last().ids()).containsExactly("2");
    }

    @Test
    void sendsWhatWaitsOnFlush() {
        harness.publish("1", "a");
        harness.publish("2", "b");

        harness.engine.flush();
        harness.engine.dispatch();

        assertThat(harness.transport.last().ids()).containsExactly("2");
    }

    @Test
    void sendsAMessageToSeveralChannelsAlone() {
        harness.publish("1", "x");
        harness.publish("2", "a");
        harness.publish(message("3", "b", "c"));
        harness.pass(Duration.ofMillis(5));

        assertThat(harness.transport.idsOfRequests()).containsExactly(List.of("1"), List.of("2"), List.of("3"));
    }

    @Test
    void tellsWhatTheServerSaysOfTheChannelsOfAllParts() {
        EngineHarness pairs = new EngineHarness(
                DeliverySettings.defaults(), Limits.PUSHER.withMaxChannelsPerMessage(2), ResilienceSettings.defaults());
        List<ChannelName> channels = List.of(ChannelName.of("a"), ChannelName.of("b"), ChannelName.of("c"));
        CompletableFuture<Delivery> delivery = pairs.publish(ChannelMessage.builder("1", channels, "placed", "{}")
                .info(Set.of(ChannelInfo.Attribute.SUBSCRIPTION_COUNT))
                .build());

        acceptTelling(pairs.transport.sent.get(0), 1);
        acceptTelling(pairs.transport.sent.get(1), 2);
        pairs.pass(Duration.ZERO);

        assertThat(delivery.join().receipts())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.info())
                        .isEqualTo(
                                Map.of(channels.get(0), told(1), channels.get(1), told(1), channels.get(2), told(2))));
    }

    private void acceptTelling(ManualTransport.Request request, int count) {
        ChannelMessage message = request.messages().get(0);
        Map<ChannelName, ChannelInfo> info =
                message.channels().stream().collect(Collectors.toMap(channel -> channel, channel -> told(count)));
        request.answer(new Outcome.Accepted(Map.of(message, info)));
    }

    private ChannelInfo told(int count) {
        return new ChannelInfo(OptionalInt.empty(), OptionalInt.of(count));
    }

    @Test
    void passesOverAMessageToSeveralChannelsToFillABatch() {
        harness.transport.pause = Duration.ofMillis(1);
        harness.publish("1", "a");
        harness.publish(message("2", "b", "c"));
        harness.publish("3", "d");
        harness.transport.pause = Duration.ZERO;
        harness.pass(Duration.ofMillis(5));

        assertThat(harness.transport.idsOfRequests()).containsExactly(List.of("1", "3"), List.of("2"));
    }

    @Test
    void keepsWithinTheRequestsAllowedAtATime() {
        EngineHarness two = new EngineHarness(
                DeliverySettings.builder().maxInFlight(2).linger(Duration.ZERO).build());
        IntStream.range(0, 5).forEach(i -> two.publish("m" + i, "a" + i));

        assertThat(two.transport.underWay()).hasSize(2);
        two.transport.sent.get(0).accept();
        assertThat(two.transport.underWay()).hasSize(2);
    }
}
