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

    private final EngineHarness harness = new EngineHarness();

    @Nested
    class Batching {

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
            harness.publish("a1", "a");
            harness.publish("a2", "a");
            harness.publish("b1", "b");
            harness.pass(Duration.ofMillis(5));

            assertThat(harness.transport.idsOfRequests()).containsExactly(List.of("a1"), List.of("b1"));
            harness.transport.sent.get(0).accept();
            harness.pass(Duration.ofMillis(5));
            assertThat(harness.transport.last().ids()).containsExactly("a2");
        }

        @Test
        void keepsOrderWithinAKeyAcrossRetries() {
            harness.publish("a1", "a");
            harness.publish("a2", "a");
            harness.transport.last().answer(EngineHarness.OUTAGE);
            harness.publish("b1", "b");

            assertThat(harness.transport.last().ids()).containsExactly("b1");
            harness.pass(Duration.ofMillis(50));
            assertThat(harness.transport.last().ids()).containsExactly("a1");
            harness.transport.last().accept();
            harness.pass(Duration.ofMillis(5));
            assertThat(harness.transport.last().ids()).containsExactly("a2");
        }

        @Test
        void lettingMessagesWithoutAKeyOvertakeEachOther() {
            harness.publish(unordered("1", "a"));
            harness.publish(unordered("2", "a"));
            harness.pass(Duration.ofMillis(5));

            assertThat(harness.transport.underWay()).hasSize(2);
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
            harness.publish("first", "x");
            IntStream.range(0, 10).forEach(i -> harness.publish("m" + i, "a" + i));
            harness.transport.sent.get(0).accept();

            while (!harness.transport.underWay().isEmpty()) {
                ManualTransport.Request request = harness.transport.underWay().get(0);
                request.answer(request.ids().contains("m3") ? EngineHarness.REJECTED : Outcome.Accepted.INSTANCE);
                harness.pass(Duration.ofMillis(5));
            }

            assertThat(harness.ends).hasSize(11).containsEntry("m3", "REJECTED");
            assertThat(harness.ends.values().stream().filter("DELIVERED"::equals))
                    .hasSize(10);
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
            ChannelMessage impatient = EngineHarness.builder("1", "a")
                    .deadline(Duration.ofSeconds(1))
                    .build();
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
        void waitsForTheAnswerOfARequestWhoseMessageIsPastItsDeadline() {
            harness.publish(EngineHarness.builder("1", "a")
                    .deadline(Duration.ofMillis(10))
                    .build());
            harness.pass(Duration.ofSeconds(1));

            assertThat(harness.engine.untilNextTurn())
                    .as("nothing to do but wait")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(5).toNanos());
            harness.transport.last().accept();
            assertThat(harness.ends).containsEntry("1", "DELIVERED");
        }

        @Test
        void expiresAMessageWhoseRequestFailsAfterItsDeadline() {
            harness.publish(EngineHarness.builder("1", "a")
                    .deadline(Duration.ofMillis(10))
                    .build());
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
            harness.publish(EngineHarness.builder("1", "a")
                    .deadline(Duration.ofMillis(10))
                    .build());
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

    @Nested
    class ManyChannels {

        private final List<ChannelName> channels =
                IntStream.range(0, 250).mapToObj(i -> ChannelName.of("c" + i)).toList();

        @Test
        void sendsAMessageToManyChannelsInParts() {
            CompletableFuture<Delivery> delivery = harness.publish(
                    ChannelMessage.builder("1", channels, "e", "{}").build());
            while (!harness.transport.underWay().isEmpty()) {
                harness.transport.underWay().get(0).accept();
            }

            assertThat(harness.transport.sent)
                    .extracting(request -> request.messages().get(0).channels().size())
                    .containsExactly(100, 100, 50);
            assertThat(delivery.join().receipts())
                    .singleElement()
                    .satisfies(receipt -> assertThat(receipt.channels()).isEqualTo(channels));
        }

        @Test
        void neverRepeatsAPartThatWasDelivered() {
            harness.publish(ChannelMessage.builder("1", channels, "e", "{}").build());
            harness.transport.last().accept();
            harness.transport.last().answer(EngineHarness.OUTAGE);
            harness.pass(Duration.ofSeconds(1));
            harness.transport.last().accept();
            harness.transport.last().accept();

            assertThat(harness.transport.sent)
                    .extracting(request ->
                            request.messages().get(0).channels().get(0).value())
                    .containsExactly("c0", "c100", "c100", "c200");
            assertThat(harness.ends).containsExactly(java.util.Map.entry("1", "DELIVERED"));
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
            EngineHarness harness = full(OverflowPolicy.FAIL);
            IntStream.range(0, 4).forEach(i -> harness.publish("m" + i, "a"));

            assertThat(harness.ends).containsExactly(java.util.Map.entry("m3", "BUFFER_FULL"));
            assertThat(harness.failures.get("m3")).hasMessageContaining("found the buffer full (3 messages, ");
        }

        @Test
        void dropsTheOldestThatIsNotUnderWay() {
            EngineHarness harness = full(OverflowPolicy.DROP_OLDEST);
            IntStream.range(0, 4).forEach(i -> harness.publish("m" + i, "a"));

            assertThat(harness.ends).containsExactly(java.util.Map.entry("m1", "DROPPED"));
        }

        @Test
        void keepsOnlyTheLatestOfAKey() {
            EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
            harness.publish("a1", "a");
            harness.publish("a2", "a");
            harness.publish("b1", "b");
            harness.publish("a3", "a");

            assertThat(harness.ends).containsExactly(java.util.Map.entry("a2", "SUPERSEDED"));
            harness.publish("b2", "b");
            assertThat(harness.ends).containsEntry("b1", "SUPERSEDED");
        }

        @Test
        void keepsOnlyTheLatestOfOtherKeysToo() {
            EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
            harness.publish("x", "x");
            harness.publish("a1", "a");
            harness.publish("a2", "a");
            harness.publish("c1", "c");

            assertThat(harness.ends).containsExactly(java.util.Map.entry("a1", "SUPERSEDED"));
        }

        @Test
        void keepsTheLatestOfAKeyForEachOfItsChannels() {
            EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
            publishTo(harness, "a1", "private-encrypted-a");
            publishTo(harness, "b1", "private-encrypted-b");
            publishTo(harness, "a2", "private-encrypted-a");
            publishTo(harness, "b2", "private-encrypted-b");
            publishTo(harness, "a3", "private-encrypted-a");

            assertThat(harness.ends)
                    .containsExactly(java.util.Map.entry("b1", "SUPERSEDED"), java.util.Map.entry("a2", "SUPERSEDED"));
        }

        @Test
        void dropsOnlyWhatIsToTheSameChannelsToMakeRoomForOthers() {
            EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
            publishTo(harness, "x", "x");
            publishTo(harness, "a1", "a");
            publishTo(harness, "a2", "a");
            publishTo(harness, "c1", "c");

            assertThat(harness.ends).containsExactly(java.util.Map.entry("a1", "SUPERSEDED"));
        }

        private void publishTo(EngineHarness harness, String id, String channel) {
            harness.publish(ChannelMessage.builder(id, List.of(ChannelName.of(channel)), "e", "{}")
                    .orderedBy(OrderingKey.of("k"))
                    .build());
        }

        @Test
        void givesTheRoomOfAKeyToItsNewestMessage() {
            EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
            harness.publish("x", "x");
            harness.publish("a1", "a");
            harness.publish("b1", "b");
            harness.publish("a2", "a");

            assertThat(harness.ends).containsExactly(java.util.Map.entry("a1", "SUPERSEDED"));
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
            harness.publish("1", "a");
            CompletableFuture<Delivery> second = harness.publish("2", "a");

            assertThat(second.cancel(false)).isTrue();
            harness.transport.last().accept();

            assertThat(harness.ends).containsEntry("2", "CANCELLED").containsEntry("1", "DELIVERED");
            assertThat(harness.transport.sent).hasSize(1);
            assertThat(harness.engine.bufferedMessages()).isZero();
        }

        @Test
        void refusesToTakeBackWhatIsUnderWay() {
            CompletableFuture<Delivery> delivery = harness.publish("1", "a");

            assertThat(delivery.cancel(false)).isFalse();
            harness.transport.last().accept();
            assertThat(delivery).isCompleted();
        }

        @Test
        void takesNothingBackWhenADerivedStageIsCancelled() {
            harness.publish("1", "a");
            CompletableFuture<Delivery> second = harness.publish("2", "a");

            assertThat(second.thenApply(delivery -> delivery).cancel(false)).isTrue();
            harness.transport.last().accept();
            harness.transport.last().accept();

            assertThat(second).isCompleted();
        }
    }

    @Nested
    class Ending {

        @Test
        void flushCompletesWhenAllPublishedBeforeHasAnOutcome() {
            harness.publish("1", "a");
            CompletableFuture<Void> flush = harness.engine.flush();
            harness.publish("2", "b");

            assertThat(flush).isNotDone();
            harness.transport.sent.get(0).answer(EngineHarness.REJECTED);
            assertThat(flush).isCompleted();
        }

        @Test
        void flushCompletesAfterTheOutcomesThatItWaitsFor() {
            List<String> told = new java.util.ArrayList<>();
            harness.publish("1", "a").whenComplete((delivery, failure) -> told.add("outcome"));
            harness.engine.flush().thenRun(() -> told.add("flush"));
            harness.transport.last().accept();

            assertThat(told).containsExactly("outcome", "flush");
        }

        @Test
        void flushOfNothingIsDone() {
            assertThat(harness.engine.flush()).isCompleted();
        }

        @Test
        void closeFailsWhatIsLeftAndLaterAnswersChangeNothing() {
            CompletableFuture<Delivery> sent = harness.publish("1", "a");
            CompletableFuture<Delivery> waiting = harness.publish("2", "a");

            harness.engine.close(Duration.ZERO);
            harness.transport.last().accept();

            assertThat(sent).isCompletedExceptionally();
            assertThat(waiting).isCompletedExceptionally();
            assertThat(harness.ends).containsEntry("1", "CLOSED").containsEntry("2", "CLOSED");
            assertThat(harness.endedTwice).isEmpty();
            assertThat(harness.engine.inFlight()).isZero();
        }

        @Test
        void takesNothingAfterClose() {
            harness.engine.close(Duration.ZERO);
            harness.publish("1", "a");

            assertThat(harness.failures.get("1")).hasMessageContaining("was published after close");
        }
    }
}
