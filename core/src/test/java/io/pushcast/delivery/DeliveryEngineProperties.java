package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.Limits;
import io.pushcast.message.OrderingKey;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/**
 * Whatever happens in whatever order, the engine keeps its promises; the model is a server that notes what it accepts.
 *
 * <p>Each run takes another seed and prints it; {@code @Property(seed = "…")} repeats one.
 */
class DeliveryEngineProperties {

    private static final int BUFFER_MESSAGES = 12;
    private static final Limits LIMITS =
            Limits.PUSHER.withMaxBatchSize(4).withMaxChannelsPerMessage(3).withMaxRequestBytes(900);

    @Property(tries = 12_000, shrinking = ShrinkingMode.BOUNDED)
    void keepsItsPromisesUnderEveryInterleaving(
            @ForAll("policies") OverflowPolicy policy, @ForAll("scripts") List<Step> script) {
        Run run = new Run(policy);
        for (Step step : script) {
            step.apply(run);
            run.checkInvariants();
        }
        run.finish();
    }

    /** As often as {@code -Djqwik.tries.default} says: a thousand times, and the profile {@code long} says more. */
    @Property(shrinking = ShrinkingMode.BOUNDED)
    void keepsThemInMoreCases(@ForAll("policies") OverflowPolicy policy, @ForAll("scripts") List<Step> script) {
        keepsItsPromisesUnderEveryInterleaving(policy, script);
    }

    /** A server that is well, but for messages that it never takes. */
    @Property(tries = 10_000, shrinking = ShrinkingMode.BOUNDED)
    void letsPoisonHurtOnlyItself(@ForAll("poisoned") List<PoisonModel.Publish> script) {
        new PoisonModel().run(script);
    }

    /** As often as {@code -Djqwik.tries.default} says. */
    @Property(shrinking = ShrinkingMode.BOUNDED)
    void letsPoisonHurtOnlyItselfInMoreCases(@ForAll("poisoned") List<PoisonModel.Publish> script) {
        new PoisonModel().run(script);
    }

    @Provide
    Arbitrary<List<PoisonModel.Publish>> poisoned() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.frequencyOf(
                                Tuple.of(4, Arbitraries.just(Optional.<PoisonModel.Poison>empty())),
                                Tuple.of(
                                        1,
                                        Arbitraries.of(PoisonModel.Poison.class).map(Optional::of))),
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(2, 1), Tuple.of(1, 10)))
                .as((key, poison, steps) -> new PoisonModel.Publish(key, poison.orElse(null), steps))
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<OverflowPolicy> policies() {
        // BLOCK is FAIL when publish may not wait; DeliveryEngineThreadsTest has it with threads that may.
        return Arbitraries.of(OverflowPolicy.FAIL, OverflowPolicy.DROP_OLDEST, OverflowPolicy.LATEST_PER_KEY);
    }

    @Provide
    Arbitrary<List<Step>> scripts() {
        Arbitrary<Integer> any = Arbitraries.integers().between(0, 1_000);
        Arbitrary<Step> publish = Combinators.combine(
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.frequency(Tuple.of(8, 1), Tuple.of(1, 2), Tuple.of(1, 7)),
                        Arbitraries.of(50, 500, 120_000))
                .as((key, channels, deadline) -> run -> run.publish(key, channels, Duration.ofMillis(deadline)));
        Arbitrary<Step> answer = Combinators.combine(any, Arbitraries.of(Answer.values()))
                .as((which, how) -> run -> run.answer(which, how));
        Arbitrary<Step> pass = Arbitraries.of(1, 5, 60, 700, 15_000).map(millis -> run -> run.pass(millis));
        Arbitrary<Step> cancel = any.map(which -> run -> run.cancel(which));
        Arbitrary<Step> flush = Arbitraries.just(Run::flush);
        Arbitrary<Step> pause = Arbitraries.of(0, 0, 40).map(millis -> run -> run.pause(millis));
        return Arbitraries.frequencyOf(
                        Tuple.of(10, publish),
                        Tuple.of(8, answer),
                        Tuple.of(4, pass),
                        Tuple.of(1, cancel),
                        Tuple.of(1, flush),
                        Tuple.of(1, pause))
                .list()
                .ofMinSize(1)
                .ofMaxSize(80);
    }

    interface Step {
        void apply(Run run);
    }

    enum Answer {
        ACCEPT,
        ACCEPT_BUT_LOSE_THE_ANSWER,
        OUTAGE,
        LOSE_THE_REQUEST,
        REJECT,
        REJECT_IF_MARKED,
        THROTTLE,
        SUSPEND,
        HOLD,
        BREAK
    }

    /** One engine, and the server that it talks to. */
    static final class Run {

        private final EngineHarness harness;
        private final Map<String, Integer> numberOf = new HashMap<>();
        private final Map<String, CompletableFuture<Delivery>> futures = new HashMap<>();
        private final List<String> published = new ArrayList<>();
        private final Set<String> firstArrivals = new HashSet<>();
        private final Map<OrderingKey, Integer> latestArrived = new HashMap<>();
        private final Map<CompletableFuture<Void>, Set<String>> flushes = new HashMap<>();

        Run(OverflowPolicy policy) {
            this.harness = new EngineHarness(
                    DeliverySettings.builder()
                            .bufferMessages(BUFFER_MESSAGES)
                            .maxInFlight(3)
                            .maxBlock(Duration.ZERO)
                            .overflowPolicy(policy)
                            .build(),
                    LIMITS,
                    ResilienceSettings.builder().maxAttempts(6).build());
        }

        void publish(int key, int channels, Duration deadline) {
            String id = "m" + published.size();
            List<ChannelName> names = IntStream.range(0, channels)
                    .mapToObj(i -> ChannelName.of("k" + key + (i == 0 ? "" : "-" + i)))
                    .toList();
            ChannelMessage message = ChannelMessage.builder(id, names, "e", "\"" + "x".repeat(key * 40) + "\"")
                    .orderedBy(key == 4 ? OrderingKey.NONE : OrderingKey.of("k" + key))
                    .deadline(deadline)
                    .build();
            numberOf.put(id, published.size());
            published.add(id);
            futures.put(id, harness.publish(message));
        }

        void answer(int which, Answer how) {
            List<ManualTransport.Request> underWay = harness.transport.underWay();
            if (underWay.isEmpty()) {
                return;
            }
            ManualTransport.Request request = underWay.get(which % underWay.size());
            switch (how) {
                case ACCEPT -> accept(request, Outcome.Accepted.INSTANCE);
                case ACCEPT_BUT_LOSE_THE_ANSWER -> accept(request, EngineHarness.LOST);
                case OUTAGE -> request.answer(EngineHarness.OUTAGE);
                case LOSE_THE_REQUEST -> request.answer(EngineHarness.LOST);
                case REJECT -> request.answer(EngineHarness.REJECTED);
                case REJECT_IF_MARKED -> {
                    if (request.ids().stream().anyMatch(id -> numberOf.get(id) % 7 == 3)) {
                        request.answer(EngineHarness.REJECTED);
                    } else {
                        accept(request, Outcome.Accepted.INSTANCE);
                    }
                }
                case THROTTLE ->
                    request.answer(new Retryable(Kind.THROTTLED, 429, "slow down", Duration.ofMillis(300), null));
                case SUSPEND -> request.answer(new Outcome.Suspended(401, "who?"));
                case HOLD -> request.answer(new Retryable(Kind.HELD, 0, null, null, null));
                case BREAK -> request.answer().completeExceptionally(new AssertionError("broken"));
            }
        }

        private void accept(ManualTransport.Request request, Outcome told) {
            for (ChannelMessage message : request.messages()) {
                arrive(message);
            }
            request.answer(told);
        }

        /** A second arrival of the same part is a duplicate, and its place says nothing. */
        private void arrive(ChannelMessage message) {
            if (!firstArrivals.add(message.id() + message.channels())
                    || message.orderingKey().isNone()) {
                return;
            }
            int number = numberOf.get(message.id());
            Integer before = latestArrived.put(message.orderingKey(), number);
            assertThat(before == null || before <= number)
                    .as("%s arrived after m%s", message, before)
                    .isTrue();
        }

        void pass(int millis) {
            harness.pass(Duration.ofMillis(millis));
        }

        void pause(int millis) {
            harness.transport.pause = Duration.ofMillis(millis);
        }

        void cancel(int which) {
            if (!published.isEmpty()) {
                String id = published.get(which % published.size());
                boolean arrived = firstArrivals.stream().anyMatch(part -> part.startsWith(id + "["));
                assertThat(futures.get(id).cancel(false) && arrived).isFalse();
            }
        }

        void flush() {
            flushes.put(harness.engine.flush(), Set.copyOf(published));
        }

        void checkInvariants() {
            assertThat(harness.endedTwice).isEmpty();
            assertThat(harness.engine.inFlight()).isBetween(0, 3);
            assertThat(harness.engine.inFlight())
                    .isEqualTo(harness.transport.underWay().size());
            assertThat(harness.engine.bufferedMessages()).isBetween(0, BUFFER_MESSAGES);
            flushes.forEach((flush, before) -> assertThat(
                            !flush.isDone() || harness.ends.keySet().containsAll(before))
                    .isTrue());
            checkThatNoKeyIsInTwoRequests();
        }

        private void checkThatNoKeyIsInTwoRequests() {
            Set<OrderingKey> seen = new HashSet<>();
            for (ManualTransport.Request request : harness.transport.underWay()) {
                Set<OrderingKey> own = new HashSet<>();
                request.messages().forEach(message -> own.add(message.orderingKey()));
                own.remove(OrderingKey.NONE);
                own.forEach(key -> assertThat(seen.add(key))
                        .as("%s is in two requests", key)
                        .isTrue());
            }
        }

        /** A message may have expired whose request is under way still. */
        private boolean hasSomethingToDo() {
            return harness.engine.bufferedMessages() > 0 || harness.engine.inFlight() > 0;
        }

        /** From now on the server is well: all has an outcome in the end, and nothing is held any more. */
        void finish() {
            harness.transport.pause = Duration.ZERO;
            for (int turn = 0; turn < 200 && hasSomethingToDo(); turn++) {
                harness.transport.underWay().forEach(request -> accept(request, Outcome.Accepted.INSTANCE));
                harness.pass(Duration.ofSeconds(2));
            }
            assertThat(harness.ends.keySet()).containsExactlyInAnyOrderElementsOf(published);
            assertThat(harness.endedTwice).isEmpty();
            assertThat(futures.values()).allMatch(CompletableFuture::isDone);
            assertThat(flushes.keySet()).allMatch(CompletableFuture::isDone);
            assertThat(harness.engine.inFlight()).isZero();
            assertThat(harness.engine.bufferedMessages()).isZero();
            assertThat(harness.engine.bufferedBytes()).isZero();
            assertThat(harness.engine.isAtRest()).isTrue();
        }
    }
}
