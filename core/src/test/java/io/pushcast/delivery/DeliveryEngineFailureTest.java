package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.Limits;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryEngineFailureTest {

    private final EngineHarness harness = new EngineHarness();

    @Test
    void splitsARefusedBatchUntilOnlyTheBadMessageFails() {
        harness.publish("first", "x");
        IntStream.range(0, 10).forEach(i -> harness.publish("m" + i, "a" + i));
        harness.transport.sent.get(0).accept();

        while (!harness.transport.underWay().isEmpty()) {
            ManualTransport.Request request = harness.transport.underWay().get(0);
            request.answer(request.ids().contains("m3") ? EngineHarness.REJECTED : Outcome.Accepted.INSTANCE);
            harness.pass(Duration.ofMillis(5));
        }

        assertThat(harness.ends).hasSize(11).containsEntry("m3", "REJECTED");
        assertThat(harness.ends.values().stream().filter("DELIVERED"::equals)).hasSize(10);
    }

    @Test
    void keepsOrderWhenABatchIsSplit() {
        harness.publish("first", "x");
        IntStream.range(0, 10).forEach(i -> harness.publish("m" + i, "a"));
        harness.transport.sent.get(0).accept();
        harness.transport.last().answer(EngineHarness.REJECTED);

        assertThat(harness.transport.last().ids()).containsExactly("m0", "m1", "m2", "m3", "m4");
        harness.transport.last().accept();
        assertThat(harness.transport.last().ids()).containsExactly("m5", "m6", "m7", "m8", "m9");
    }

    @Test
    void tellsWhatTheServerSaidOfARejectedMessage() {
        CompletableFuture<Delivery> delivery = harness.publish("1", "a");
        harness.transport.last().answer(EngineHarness.REJECTED);

        assertThat(delivery).isCompletedExceptionally();
        DeliveryException failure = harness.failures.get("1");
        assertThat(failure)
                .hasMessage("ChannelMessage[1, event to [a], 10 bytes] was rejected after 1 attempt; the server"
                        + " answered 400: bad request");
        assertThat(failure.httpStatus()).hasValue(400);
        assertThat(failure.body()).isEqualTo("bad request");
        assertThat(failure.attempts()).isEqualTo(1);
        assertThat(failure.reason()).isEqualTo(DeliveryException.Reason.REJECTED);
    }

    @Test
    void givesUpAtTheDeadlineAndSaysWhatWentWrong() {
        ChannelMessage impatient =
                EngineHarness.builder("1", "a").deadline(Duration.ofSeconds(1)).build();
        harness.publish(impatient);
        for (int i = 0; i < 30 && harness.ends.isEmpty(); i++) {
            harness.transport.underWay().forEach(request -> request.answer(EngineHarness.OUTAGE));
            harness.pass(Duration.ofMillis(100));
        }

        assertThat(harness.ends).containsEntry("1", "EXPIRED");
        assertThat(harness.failures.get("1"))
                .hasMessageContaining("was not accepted before its deadline")
                .hasMessageContaining("the server answered 503: down");
    }

    @Test
    void expiresWhatWaitsWhileNothingMayBeSent() {
        harness.transport.pause = Duration.ofHours(1);
        harness.publish("1", "a");

        harness.pass(Duration.ofMinutes(2));

        assertThat(harness.ends).containsEntry("1", "EXPIRED");
        assertThat(harness.transport.sent).isEmpty();
    }

    @Test
    void endsAMessageAtItsDeadlineWhileItsRequestIsUnderWayAndHoldsItsKey() {
        harness.publish(
                EngineHarness.builder("1", "a").deadline(Duration.ofMillis(10)).build());
        CompletableFuture<Void> flush = harness.engine.flush();
        harness.publish("2", "a");
        harness.pass(Duration.ofMillis(9));
        assertThat(harness.ends).isEmpty();
        harness.pass(Duration.ofMillis(1));

        assertThat(harness.ends).containsEntry("1", "EXPIRED");
        assertThat(harness.failures.get("1"))
                .hasMessageContaining("was not accepted before its deadline; a request with it is under way, so that it"
                        + " may be accepted still");
        assertThat(flush).isCompleted();
        assertThat(harness.engine.bufferedMessages()).isEqualTo(1);
        assertThat(harness.transport.idsOfRequests()).as("the key is held").containsExactly(List.of("1"));
        assertThat(harness.engine.untilNextTurn())
                .as("nothing to do but wait")
                .isGreaterThanOrEqualTo(Duration.ofMillis(5).toNanos());

        harness.transport.last().accept();
        assertThat(harness.ends).containsEntry("1", "EXPIRED");
        assertThat(harness.endedTwice).isEmpty();
        assertThat(harness.transport.last().ids()).containsExactly("2");
    }

    @Test
    void rejectsNoMessageForARefusedBatchWhoseOthersExpiredMeanwhile() {
        harness.publish("first", "x");
        harness.publish(
                EngineHarness.builder("1", "a").deadline(Duration.ofMillis(10)).build());
        harness.publish("2", "b");
        harness.pass(Duration.ofMillis(5));
        ManualTransport.Request batch = harness.transport.last();
        assertThat(batch.ids()).containsExactly("1", "2");
        harness.pass(Duration.ofMillis(5));
        batch.answer(EngineHarness.REJECTED);

        assertThat(harness.ends).containsExactly(java.util.Map.entry("1", "EXPIRED"));
        harness.pass(Duration.ofMillis(5));
        harness.transport.last().accept();
        assertThat(harness.ends).containsEntry("2", "DELIVERED");
    }

    @Test
    void expiresAMessageWhoseRequestFailsAfterItsDeadline() {
        harness.publish(
                EngineHarness.builder("1", "a").deadline(Duration.ofMillis(10)).build());
        harness.pass(Duration.ofSeconds(1));
        harness.transport.last().answer(EngineHarness.OUTAGE);

        assertThat(harness.ends).containsEntry("1", "EXPIRED");
    }

    @Test
    void takesDurationsForEver() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        EngineHarness patient = new EngineHarness(DeliverySettings.builder()
                .deliveryTimeout(forEver)
                .linger(forEver)
                .maxBlock(forEver)
                .build());
        patient.publish("1", "a");
        patient.publish(EngineHarness.builder("2", "b").deadline(forEver).build());
        patient.transport.last().accept();
        patient.transport.last().accept();
        patient.engine.close(forEver);

        assertThat(patient.ends.values()).containsExactly("DELIVERED", "DELIVERED");
    }

    @Test
    void saysWhyAMessageWasNeverSentThatExpiresBehindOthers() {
        harness.publish("1", "a");
        harness.publish("2", "a");
        harness.transport.last().answer(new Outcome.Suspended(401, "Invalid\n signature\n"));
        harness.transport.pause = Duration.ofHours(1);

        harness.pass(Duration.ofMinutes(2));

        DeliveryException failure = harness.failures.get("2");
        assertThat(failure)
                .hasMessageEndingWith("was not accepted before its deadline; it was never sent, since a request"
                        + " before it failed; the server answered 401: Invalid signature");
        assertThat(failure.attempts()).isZero();
        assertThat(failure.httpStatus()).hasValue(401);
    }

    @Test
    void blamesNoFailureThatIsOverForAMessageThatExpires() {
        harness.publish("1", "a");
        harness.transport.last().answer(EngineHarness.OUTAGE);
        harness.pass(Duration.ofMillis(100));
        harness.transport.last().accept();
        harness.transport.pause = Duration.ofHours(1);
        harness.publish("2", "a");

        harness.pass(Duration.ofMinutes(2));

        assertThat(harness.failures.get("2")).hasMessageEndingWith("was not accepted before its deadline");
    }

    @Test
    void letsTheRestOfAKeyGoWhenTheMessageBeforeItExpiresInBackoff() {
        harness.publish(
                EngineHarness.builder("1", "a").deadline(Duration.ofMillis(10)).build());
        harness.transport.last().answer(EngineHarness.OUTAGE);
        harness.publish("2", "a");
        harness.pass(Duration.ofMillis(10));

        assertThat(harness.ends).containsEntry("1", "EXPIRED");
        assertThat(harness.transport.last().ids()).containsExactly("2");
    }

    @Test
    void givesUpAfterTheAttemptsAllowed() {
        EngineHarness twice = new EngineHarness(
                DeliverySettings.defaults(),
                Limits.PUSHER,
                ResilienceSettings.builder().maxAttempts(2).build());
        twice.publish("1", "a");
        twice.transport.last().answer(EngineHarness.LOST);
        twice.pass(Duration.ofSeconds(1));
        twice.transport.last().answer(EngineHarness.LOST);

        assertThat(twice.ends).containsEntry("1", "RETRIES_EXHAUSTED");
        assertThat(twice.failures.get("1"))
                .hasMessageContaining("after 2 attempts; the last one failed: java.io.IOException: reset");
    }

    @Test
    void countsNoAttemptForARequestThatWasHeldBack() {
        CompletableFuture<Delivery> delivery = harness.publish("1", "a");
        harness.transport.last().answer(new Retryable(Kind.HELD, 0, "breaker", null, null));
        harness.pass(Duration.ofMillis(10));
        harness.transport.last().accept();

        assertThat(delivery.join().receipts().get(0).attempts()).isEqualTo(1);
    }

    @Test
    void takesAnExceptionOfTheTransportForALostAnswer() {
        harness.publish("1", "a");
        harness.transport.last().answer().completeExceptionally(new AssertionError("bug"));
        harness.pass(Duration.ofMillis(50));
        harness.transport.last().accept();

        assertThat(harness.ends).containsEntry("1", "DELIVERED");
    }

    @Test
    void waitsWithoutAPlaceAmongTheRequestsUnderWay() {
        EngineHarness one =
                new EngineHarness(DeliverySettings.builder().maxInFlight(1).build());
        one.publish("1", "a");
        one.transport.last().answer(EngineHarness.OUTAGE);
        one.publish("2", "b");

        assertThat(one.transport.last().ids()).containsExactly("2");
    }
}
