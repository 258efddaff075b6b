package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.OrderingKey;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.transport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * An engine behind its circuit breaker, and a server that is well but never takes certain messages, alone or in a batch. Each
 * publication has a number; a steady traffic of other messages goes on until all have ended.
 */
final class PoisonModel {

    private static final Duration STEP = Duration.ofMillis(100);
    private static final int STEPS_OF_A_TIMEOUT = 10;
    private static final int MOST_STEPS = 1_200;

    /** Innocent messages of keys without poison are delivered within this. */
    private static final int STEPS_FOR_INNOCENT = 700;

    /** How the server refuses a message. */
    enum Poison {
        FORBIDDEN,
        ERROR,
        RESET,
        TIMEOUT
    }

    /**
     * A message to publish.
     *
     * @param key the number of its key; 0 for none
     * @param poison how the server refuses it; null if it takes it
     * @param steps how many steps pass after it
     */
    record Publish(int key, @Nullable Poison poison, int steps) {}

    private final EngineHarness harness =
            EngineHarness.resilient(DeliverySettings.builder().maxInFlight(3).build(), ResilienceSettings.defaults());
    private final List<Publish> published = new ArrayList<>();
    private final Map<String, Integer> publishedAt = new HashMap<>();
    private final Map<String, Integer> endedAt = new HashMap<>();
    private final Set<String> arrived = new HashSet<>();
    private final Map<Integer, Integer> latestOfKey = new HashMap<>();
    private final Map<ManualTransport.Request, Integer> waitingSince = new HashMap<>();
    private int step;

    void run(List<Publish> script) {
        // Tens of thousands of scripts would fill the log with what is expected.
        Logger log = (Logger) LoggerFactory.getLogger(ResilienceSettings.class.getPackageName());
        Level before = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            play(script);
        } finally {
            log.setLevel(before);
        }
    }

    private void play(List<Publish> script) {
        publishWitness();
        step();
        for (Publish next : script) {
            publish(next);
            for (int i = 0; i < next.steps(); i++) {
                step();
            }
        }
        while (step < MOST_STEPS && !endedAt.keySet().containsAll(publishedAt.keySet())) {
            step();
        }
        for (int number = 0; number < published.size(); number++) {
            check(number);
        }
        assertThat(harness.endedTwice).isEmpty();
    }

    private void publish(Publish next) {
        String id = "m" + published.size();
        published.add(next);
        publishedAt.put(id, step);
        harness.publish(EngineHarness.builder(id, "c" + next.key())
                .orderedBy(next.key() == 0 ? OrderingKey.NONE : OrderingKey.of("k" + next.key()))
                .build());
    }

    private void publishWitness() {
        harness.publish(EngineHarness.builder("w" + step, "witness").build());
    }

    private void step() {
        // An answer may let further requests leave, which are answered as well: the server is fast.
        for (int i = 0; i < 4; i++) {
            List.copyOf(harness.transport.underWay()).forEach(this::answer);
        }
        harness.transport.sent.removeIf(request -> request.answer().isDone());
        harness.pass(STEP);
        step++;
        publishWitness();
        harness.ends.keySet().forEach(id -> endedAt.putIfAbsent(id, step));
    }

    private void answer(ManualTransport.Request request) {
        Poison poison = poisonIn(request);
        if (poison == null) {
            request.messages().forEach(this::arrive);
            request.accept();
            return;
        }
        switch (poison) {
            case FORBIDDEN -> request.answer(new Outcome.Suspended(403, "blocked"));
            case ERROR -> request.answer(EngineHarness.OUTAGE);
            case RESET -> request.answer(EngineHarness.LOST);
            case TIMEOUT -> {
                if (step - waitingSince.computeIfAbsent(request, sent -> step) >= STEPS_OF_A_TIMEOUT) {
                    request.answer(EngineHarness.LOST);
                }
            }
        }
    }

    private @Nullable Poison poisonIn(ManualTransport.Request request) {
        for (String id : request.ids()) {
            Poison poison = id.startsWith("m") ? published.get(number(id)).poison() : null;
            if (poison != null) {
                return poison;
            }
        }
        return null;
    }

    private void arrive(ChannelMessage message) {
        if (!arrived.add(message.id()) || !message.id().startsWith("m")) {
            return;
        }
        int number = number(message.id());
        int key = published.get(number).key();
        if (key != 0) {
            Integer before = latestOfKey.put(key, number);
            assertThat(before == null || before < number)
                    .as("%s arrived after m%s", message, before)
                    .isTrue();
        }
    }

    private void check(int number) {
        Publish message = published.get(number);
        String id = "m" + number;
        boolean behindPoison = message.key() != 0
                && published.subList(0, number).stream()
                        .anyMatch(before -> before.key() == message.key() && before.poison() != null);
        if (message.poison() == null) {
            assertThat(harness.ends).as("innocent").containsEntry(id, "DELIVERED");
            if (!behindPoison) {
                assertThat(endedAt.get(id) - publishedAt.get(id))
                        .as("steps until %s was delivered", id)
                        .isLessThan(STEPS_FOR_INNOCENT);
            }
        } else {
            assertThat(harness.ends).as("poison").containsEntry(id, "POISON");
            assertThat(harness.failures.get(id)).hasMessageContaining("was given up, since it failed alone");
        }
    }

    private static int number(String id) {
        return Integer.parseInt(id.substring(1));
    }
}
