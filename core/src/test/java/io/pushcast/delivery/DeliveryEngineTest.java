package io.pushcast.delivery;

import static io.pushcast.delivery.EngineHarness.message;
import static io.pushcast.delivery.EngineHarness.unordered;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelAttribute;
import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.Limits;
import io.pushcast.message.OrderingKey;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeliveryEngineTest {

    private final EngineHarness bench = new EngineHarness();

    @Nested
    class Batching {

        @Test
        void sendsALoneMessageAtOnce() {
            bench.publish("1", "a");

            assertThat(bench.transport.idsOfRequests()).containsExactly(List.of("1"));
        }

        @Test
        void letsMessagesShareARequestWhileAnotherIsUnderWay() {
            bench.publish("1", "a");
            bench.publish("2", "b");
            bench.publish("3", "c");

            bench.pass(Duration.ofMillis(4));
            assertThat(bench.transport.sent).hasSize(1);

            bench.pass(Duration.ofMillis(1));
            assertThat(bench.transport.last().ids()).containsExactly("2", "3");
        }

        @Test
        void isNotWantedSoonerForAMessageThatMayLinger() {
            assertThat(bench.engine.untilNextTurn()).isEqualTo(Long.MAX_VALUE);

            bench.publish("1", "a");
            long beforeItCame = bench.engine.untilNextTurn();
            bench.publish("2", "b");

            assertThat(beforeItCame).isEqualTo(Duration.ofMillis(5).toNanos());
            assertThat(bench.engine.untilNextTurn()).isGreaterThanOrEqualTo(beforeItCame);
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
            bench.publish("first", "x");
            IntStream.range(0, 10).forEach(i -> bench.publish("m" + i, "a" + i));

            assertThat(bench.transport.sent).hasSize(2);
            assertThat(bench.transport.last().messages()).hasSize(10);
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
            bench.publish("1", "a");
            bench.publish("2", "b");

            bench.transport.last().accept();

            assertThat(bench.transport.last().ids()).containsExactly("2");
        }

        @Test
        void sendsWhatWaitsOnFlush() {
            bench.publish("1", "a");
            bench.publish("2", "b");

            bench.engine.flush();
            bench.engine.dispatch();

            assertThat(bench.transport.last().ids()).containsExactly("2");
        }

        @Test
        void sendsAMessageToSeveralChannelsAlone() {
            bench.publish("1", "x");
            bench.publish("2", "a");
            bench.publish(message("3", "b", "c"));
            bench.pass(Duration.ofMillis(5));

            assertThat(bench.transport.idsOfRequests()).containsExactly(List.of("1"), List.of("2"), List.of("3"));
        }

        @Test
        void tellsWhatTheServerSaysOfTheChannelsOfAllParts() {
            EngineHarness pairs = new EngineHarness(
                    DeliverySettings.defaults(),
                    Limits.PUSHER.withMaxChannelsPerMessage(2),
                    ResilienceSettings.defaults());
            List<ChannelName> channels = List.of(ChannelName.of("a"), ChannelName.of("b"), ChannelName.of("c"));
            CompletableFuture<Delivery> delivery = pairs.publish(ChannelMessage.builder("1", channels, "placed", "{}")
                    .info(Set.of(ChannelAttribute.SUBSCRIPTION_COUNT))
                    .build());

            acceptTelling(pairs.transport.sent.get(0), 1);
            acceptTelling(pairs.transport.sent.get(1), 2);
            pairs.pass(Duration.ZERO);

            assertThat(delivery.join().receipts())
                    .singleElement()
                    .satisfies(receipt -> assertThat(receipt.info())
                            .isEqualTo(Map.of(
                                    channels.get(0), told(1), channels.get(1), told(1), channels.get(2), told(2))));
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
            bench.transport.pause = Duration.ofMillis(1);
            bench.publish("1", "a");
            bench.publish(message("2", "b", "c"));
            bench.publish("3", "d");
            bench.transport.pause = Duration.ZERO;
            bench.pass(Duration.ofMillis(5));

            assertThat(bench.transport.idsOfRequests()).containsExactly(List.of("1", "3"), List.of("2"));
        }

        @Test
        void keepsWithinTheRequestsAllowedAtATime() {
            EngineHarness two = new EngineHarness(DeliverySettings.builder()
                    .maxInFlight(2)
                    .linger(Duration.ZERO)
                    .build());
            IntStream.range(0, 5).forEach(i -> two.publish("m" + i, "a" + i));

            assertThat(two.transport.underWay()).hasSize(2);
            two.transport.sent.get(0).accept();
            assertThat(two.transport.underWay()).hasSize(2);
        }
    }

    @Nested
    class Order {

        @Test
        void holdsAKeyWhileARequestWithItIsUnderWayAndLetsOthersGo() {
            bench.publish("a1", "a");
            bench.publish("a2", "a");
            bench.publish("b1", "b");
            bench.pass(Duration.ofMillis(5));

            assertThat(bench.transport.idsOfRequests()).containsExactly(List.of("a1"), List.of("b1"));
            bench.transport.sent.get(0).accept();
            bench.pass(Duration.ofMillis(5));
            assertThat(bench.transport.last().ids()).containsExactly("a2");
        }

        @Test
        void keepsOrderWithinAKeyAcrossRetries() {
            bench.publish("a1", "a");
            bench.publish("a2", "a");
            bench.transport.last().answer(EngineHarness.OUTAGE);
            bench.publish("b1", "b");

            assertThat(bench.transport.last().ids()).containsExactly("b1");
            bench.pass(Duration.ofMillis(50));
            assertThat(bench.transport.last().ids()).containsExactly("a1");
            bench.transport.last().accept();
            bench.pass(Duration.ofMillis(5));
            assertThat(bench.transport.last().ids()).containsExactly("a2");
        }

        @Test
        void lettingMessagesWithoutAKeyOvertakeEachOther() {
            bench.publish(unordered("1", "a"));
            bench.publish(unordered("2", "a"));
            bench.pass(Duration.ofMillis(5));

            assertThat(bench.transport.underWay()).hasSize(2);
        }

        @Test
        void startsWithTheKeyThatHasWaitedLongest() {
            EngineHarness one = new EngineHarness(
                    DeliverySettings.builder().maxInFlight(1).build(),
                    Limits.PUSHER.withMaxBatchSize(1),
                    ResilienceSettings.defaults());
            one.publish("a1", "a");
            one.publish("b1", "b");
            one.publish("a2", "a");
            one.publish("c1", "c");
            for (int i = 0; i < 4; i++) {
                one.transport.last().accept();
            }

            assertThat(one.transport.idsOfRequests())
                    .containsExactly(List.of("a1"), List.of("b1"), List.of("a2"), List.of("c1"));
        }
    }

    @Nested
    class Failing {

        @Test
        void splitsARefusedBatchUntilOnlyTheBadMessageFails() {
            bench.publish("first", "x");
            IntStream.range(0, 10).forEach(i -> bench.publish("m" + i, "a" + i));
            bench.transport.sent.get(0).accept();

            while (!bench.transport.underWay().isEmpty()) {
                ManualTransport.Request request = bench.transport.underWay().get(0);
                request.answer(request.ids().contains("m3") ? EngineHarness.REJECTED : Outcome.Accepted.INSTANCE);
                bench.pass(Duration.ofMillis(5));
            }

            assertThat(bench.ends).hasSize(11).containsEntry("m3", "REJECTED");
            assertThat(bench.ends.values().stream().filter("DELIVERED"::equals)).hasSize(10);
        }

        @Test
        void keepsOrderWhenABatchIsSplit() {
            bench.publish("first", "x");
            IntStream.range(0, 10).forEach(i -> bench.publish("m" + i, "a"));
            bench.transport.sent.get(0).accept();
            bench.transport.last().answer(EngineHarness.REJECTED);

            assertThat(bench.transport.last().ids()).containsExactly("m0", "m1", "m2", "m3", "m4");
            bench.transport.last().accept();
            assertThat(bench.transport.last().ids()).containsExactly("m5", "m6", "m7", "m8", "m9");
        }

        @Test
        void tellsWhatTheServerSaidOfARejectedMessage() {
            CompletableFuture<Delivery> delivery = bench.publish("1", "a");
            bench.transport.last().answer(EngineHarness.REJECTED);

            assertThat(delivery).isCompletedExceptionally();
            DeliveryException failure = bench.failures.get("1");
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
            ChannelMessage impatient = EngineHarness.builder("1", "a")
                    .deadline(Duration.ofSeconds(1))
                    .build();
            bench.publish(impatient);
            for (int i = 0; i < 30 && bench.ends.isEmpty(); i++) {
                bench.transport.underWay().forEach(request -> request.answer(EngineHarness.OUTAGE));
                bench.pass(Duration.ofMillis(100));
            }

            assertThat(bench.ends).containsEntry("1", "EXPIRED");
            assertThat(bench.failures.get("1"))
                    .hasMessageContaining("was not accepted before its deadline")
                    .hasMessageContaining("the server answered 503: down");
        }

        @Test
        void expiresWhatWaitsWhileNothingMayBeSent() {
            bench.transport.pause = Duration.ofHours(1);
            bench.publish("1", "a");

            bench.pass(Duration.ofMinutes(2));

            assertThat(bench.ends).containsEntry("1", "EXPIRED");
            assertThat(bench.transport.sent).isEmpty();
        }

        @Test
        void waitsForTheAnswerOfARequestWhoseMessageIsPastItsDeadline() {
            bench.publish(EngineHarness.builder("1", "a")
                    .deadline(Duration.ofMillis(10))
                    .build());
            bench.pass(Duration.ofSeconds(1));

            assertThat(bench.engine.untilNextTurn())
                    .as("nothing to do but wait")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(5).toNanos());
            bench.transport.last().accept();
            assertThat(bench.ends).containsEntry("1", "DELIVERED");
        }

        @Test
        void expiresAMessageWhoseRequestFailsAfterItsDeadline() {
            bench.publish(EngineHarness.builder("1", "a")
                    .deadline(Duration.ofMillis(10))
                    .build());
            bench.pass(Duration.ofSeconds(1));
            bench.transport.last().answer(EngineHarness.OUTAGE);

            assertThat(bench.ends).containsEntry("1", "EXPIRED");
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
            bench.publish("1", "a");
            bench.publish("2", "a");
            bench.transport.last().answer(new Outcome.Suspended(401, "Invalid\n signature\n"));
            bench.transport.pause = Duration.ofHours(1);

            bench.pass(Duration.ofMinutes(2));

            DeliveryException failure = bench.failures.get("2");
            assertThat(failure)
                    .hasMessageEndingWith("was not accepted before its deadline; it was never sent, since a request"
                            + " before it failed; the server answered 401: Invalid signature");
            assertThat(failure.attempts()).isZero();
            assertThat(failure.httpStatus()).hasValue(401);
        }

        @Test
        void blamesNoFailureThatIsOverForAMessageThatExpires() {
            bench.publish("1", "a");
            bench.transport.last().answer(EngineHarness.OUTAGE);
            bench.pass(Duration.ofMillis(100));
            bench.transport.last().accept();
            bench.transport.pause = Duration.ofHours(1);
            bench.publish("2", "a");

            bench.pass(Duration.ofMinutes(2));

            assertThat(bench.failures.get("2")).hasMessageEndingWith("was not accepted before its deadline");
        }

        @Test
        void letsTheRestOfAKeyGoWhenTheMessageBeforeItExpiresInBackoff() {
            bench.publish(EngineHarness.builder("1", "a")
                    .deadline(Duration.ofMillis(10))
                    .build());
            bench.transport.last().answer(EngineHarness.OUTAGE);
            bench.publish("2", "a");
            bench.pass(Duration.ofMillis(10));

            assertThat(bench.ends).containsEntry("1", "EXPIRED");
            assertThat(bench.transport.last().ids()).containsExactly("2");
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
            CompletableFuture<Delivery> delivery = bench.publish("1", "a");
            bench.transport.last().answer(new Retryable(Kind.HELD, 0, "breaker", null, null));
            bench.pass(Duration.ofMillis(10));
            bench.transport.last().accept();

            assertThat(delivery.join().receipts().get(0).attempts()).isEqualTo(1);
        }

        @Test
        void takesAnExceptionOfTheTransportForALostAnswer() {
            bench.publish("1", "a");
            bench.transport.last().answer().completeExceptionally(new AssertionError("bug"));
            bench.pass(Duration.ofMillis(50));
            bench.transport.last().accept();

            assertThat(bench.ends).containsEntry("1", "DELIVERED");
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

    @Nested
    class ManyChannels {

        private final List<ChannelName> channels =
                IntStream.range(0, 250).mapToObj(i -> ChannelName.of("c" + i)).toList();

        @Test
        void sendsAMessageToManyChannelsInParts() {
            CompletableFuture<Delivery> delivery = bench.publish(
                    ChannelMessage.builder("1", channels, "e", "{}").build());
            while (!bench.transport.underWay().isEmpty()) {
                bench.transport.underWay().get(0).accept();
            }

            assertThat(bench.transport.sent)
                    .extracting(request -> request.messages().get(0).channels().size())
                    .containsExactly(100, 100, 50);
            assertThat(delivery.join().receipts())
                    .singleElement()
                    .satisfies(receipt -> assertThat(receipt.channels()).isEqualTo(channels));
        }

        @Test
        void neverRepeatsAPartThatWasDelivered() {
            bench.publish(ChannelMessage.builder("1", channels, "e", "{}").build());
            bench.transport.last().accept();
            bench.transport.last().answer(EngineHarness.OUTAGE);
            bench.pass(Duration.ofSeconds(1));
            bench.transport.last().accept();
            bench.transport.last().accept();

            assertThat(bench.transport.sent)
                    .extracting(request ->
                            request.messages().get(0).channels().get(0).value())
                    .containsExactly("c0", "c100", "c100", "c200");
            assertThat(bench.ends).containsExactly(java.util.Map.entry("1", "DELIVERED"));
        }
    }

    @Nested
    class FullBuffer {

        private EngineHarness full(OverflowPolicy policy) {
            return new EngineHarness(DeliverySettings.builder()
                    .bufferMessages(3)
                    .maxInFlight(1)
                    .overflowPolicy(policy)
                    .build());
        }

        @Test
        void failsTheNewMessageAtOnce() {
            EngineHarness bench = full(OverflowPolicy.FAIL);
            IntStream.range(0, 4).forEach(i -> bench.publish("m" + i, "a"));

            assertThat(bench.ends).containsExactly(java.util.Map.entry("m3", "BUFFER_FULL"));
            assertThat(bench.failures.get("m3")).hasMessageContaining("found the buffer full (3 messages, ");
        }

        @Test
        void dropsTheOldestThatIsNotUnderWay() {
            EngineHarness bench = full(OverflowPolicy.DROP_OLDEST);
            IntStream.range(0, 4).forEach(i -> bench.publish("m" + i, "a"));

            assertThat(bench.ends).containsExactly(java.util.Map.entry("m1", "DROPPED"));
        }

        @Test
        void keepsOnlyTheLatestOfAKey() {
            EngineHarness bench = full(OverflowPolicy.LATEST_PER_KEY);
            bench.publish("a1", "a");
            bench.publish("a2", "a");
            bench.publish("b1", "b");
            bench.publish("a3", "a");

            assertThat(bench.ends).containsExactly(java.util.Map.entry("a2", "SUPERSEDED"));
            bench.publish("b2", "b");
            assertThat(bench.ends).containsEntry("b1", "SUPERSEDED");
        }

        @Test
        void keepsOnlyTheLatestOfOtherKeysToo() {
            EngineHarness bench = full(OverflowPolicy.LATEST_PER_KEY);
            bench.publish("x", "x");
            bench.publish("a1", "a");
            bench.publish("a2", "a");
            bench.publish("c1", "c");

            assertThat(bench.ends).containsExactly(java.util.Map.entry("a1", "SUPERSEDED"));
        }

        @Test
        void keepsTheLatestOfAKeyForEachOfItsChannels() {
            EngineHarness bench = full(OverflowPolicy.LATEST_PER_KEY);
            publishTo(bench, "a1", "private-encrypted-a");
            publishTo(bench, "b1", "private-encrypted-b");
            publishTo(bench, "a2", "private-encrypted-a");
            publishTo(bench, "b2", "private-encrypted-b");
            publishTo(bench, "a3", "private-encrypted-a");

            assertThat(bench.ends)
                    .containsExactly(java.util.Map.entry("b1", "SUPERSEDED"), java.util.Map.entry("a2", "SUPERSEDED"));
        }

        @Test
        void dropsOnlyWhatIsToTheSameChannelsToMakeRoomForOthers() {
            EngineHarness bench = full(OverflowPolicy.LATEST_PER_KEY);
            publishTo(bench, "x", "x");
            publishTo(bench, "a1", "a");
            publishTo(bench, "a2", "a");
            publishTo(bench, "c1", "c");

            assertThat(bench.ends).containsExactly(java.util.Map.entry("a1", "SUPERSEDED"));
        }

        private void publishTo(EngineHarness bench, String id, String channel) {
            bench.publish(ChannelMessage.builder(id, List.of(ChannelName.of(channel)), "e", "{}")
                    .orderedBy(OrderingKey.of("k"))
                    .build());
        }

        @Test
        void givesTheRoomOfAKeyToItsNewestMessage() {
            EngineHarness bench = full(OverflowPolicy.LATEST_PER_KEY);
            bench.publish("x", "x");
            bench.publish("a1", "a");
            bench.publish("b1", "b");
            bench.publish("a2", "a");

            assertThat(bench.ends).containsExactly(java.util.Map.entry("a1", "SUPERSEDED"));
        }

        @Test
        void takesAMessageLargerThanTheWholeBufferWhenItIsEmpty() {
            EngineHarness tiny = new EngineHarness(DeliverySettings.builder()
                    .bufferBytes(1)
                    .overflowPolicy(OverflowPolicy.FAIL)
                    .build());
            tiny.publish("1", "a");
            tiny.publish("2", "a");

            assertThat(tiny.ends).containsExactly(java.util.Map.entry("2", "BUFFER_FULL"));
        }
    }

    @Nested
    class TakingBack {

        @Test
        void takesBackWhatWasNotSent() {
            bench.publish("1", "a");
            CompletableFuture<Delivery> second = bench.publish("2", "a");

            assertThat(second.cancel(false)).isTrue();
            bench.transport.last().accept();

            assertThat(bench.ends).containsEntry("2", "CANCELLED").containsEntry("1", "DELIVERED");
            assertThat(bench.transport.sent).hasSize(1);
            assertThat(bench.engine.bufferedMessages()).isZero();
        }

        @Test
        void refusesToTakeBackWhatIsUnderWay() {
            CompletableFuture<Delivery> delivery = bench.publish("1", "a");

            assertThat(delivery.cancel(false)).isFalse();
            bench.transport.last().accept();
            assertThat(delivery).isCompleted();
        }

        @Test
        void takesNothingBackWhenADerivedStageIsCancelled() {
            bench.publish("1", "a");
            CompletableFuture<Delivery> second = bench.publish("2", "a");

            assertThat(second.thenApply(delivery -> delivery).cancel(false)).isTrue();
            bench.transport.last().accept();
            bench.transport.last().accept();

            assertThat(second).isCompleted();
        }
    }

    @Nested
    class Ending {

        @Test
        void flushCompletesWhenAllPublishedBeforeHasAnOutcome() {
            bench.publish("1", "a");
            CompletableFuture<Void> flush = bench.engine.flush();
            bench.publish("2", "b");

            assertThat(flush).isNotDone();
            bench.transport.sent.get(0).answer(EngineHarness.REJECTED);
            assertThat(flush).isCompleted();
        }

        @Test
        void flushCompletesAfterTheOutcomesThatItWaitsFor() {
            List<String> told = new java.util.ArrayList<>();
            bench.publish("1", "a").whenComplete((delivery, failure) -> told.add("outcome"));
            bench.engine.flush().thenRun(() -> told.add("flush"));
            bench.transport.last().accept();

            assertThat(told).containsExactly("outcome", "flush");
        }

        @Test
        void flushOfNothingIsDone() {
            assertThat(bench.engine.flush()).isCompleted();
        }

        @Test
        void closeFailsWhatIsLeftAndLaterAnswersChangeNothing() {
            CompletableFuture<Delivery> sent = bench.publish("1", "a");
            CompletableFuture<Delivery> waiting = bench.publish("2", "a");

            bench.engine.close(Duration.ZERO);
            bench.transport.last().accept();

            assertThat(sent).isCompletedExceptionally();
            assertThat(waiting).isCompletedExceptionally();
            assertThat(bench.ends).containsEntry("1", "CLOSED").containsEntry("2", "CLOSED");
            assertThat(bench.endedTwice).isEmpty();
            assertThat(bench.engine.inFlight()).isZero();
        }

        @Test
        void takesNothingAfterClose() {
            bench.engine.close(Duration.ZERO);
            bench.publish("1", "a");

            assertThat(bench.failures.get("1")).hasMessageContaining("was published after close");
        }
    }
}
