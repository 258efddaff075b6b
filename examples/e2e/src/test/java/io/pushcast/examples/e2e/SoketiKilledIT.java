package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.pushcast.Pushcast;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.testing.ArrivalOrder;
import io.pushcast.testing.LostAnswers;
import io.pushcast.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server that nobody here wrote is killed and started again while messages go out. No subscriber outlives that, so that
 * the server itself writes down what it accepts, before it answers.
 */
@Tag("e2e")
class SoketiKilledIT {

    private static final int MESSAGES = 20_000;
    private static final int CHANNELS = 200;
    private static final int KILLS = 4;

    private final Outcomes outcomes = new Outcomes();

    @TempDir
    private Path folder;

    @Test
    void losesNothingAndKeepsOrderWhileTheServerIsKilledAgainAndAgain() throws Exception {
        Path file = Files.createFile(folder.resolve("accepted"));
        Soketi server = start(0, file);
        LostAnswers transport = new LostAnswers(PusherTransport.create(server.app()));
        try (Pushcast pushcast = pushcast(transport)) {
            CompletableFuture<Void> done = publish(pushcast);
            for (int kill = 1; kill <= KILLS; kill++) {
                // The last kill leaves much to do, however late it comes.
                int enough = kill * MESSAGES / (KILLS + 3);
                await().atMost(Duration.ofMinutes(2)).until(() -> lines(file) >= enough);
                server.kill();
                assertThat(done)
                        .as("there was something left to do at kill %s", kill)
                        .isNotDone();
                server = start(server.app().port(), file);
            }
            done.get(2, TimeUnit.MINUTES);
        } finally {
            server.close();
        }

        ArrivalOrder arrivals = new ArrivalOrder(CHANNELS);
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ");
            arrivals.add(words[0], words[1]);
        }
        System.out.printf(
                "%d messages, %d kills: %d requests without an answer, %d duplicates%n",
                MESSAGES, KILLS, transport.requests(), arrivals.duplicates().size());
        assertThat(outcomes.failures).isEmpty();
        assertThat(outcomes.delivered).hasValue(MESSAGES);
        assertThat(arrivals.inversions()).isEmpty();
        assertThat(arrivals.next()).containsOnly(MESSAGES / CHANNELS);
        assertThat(transport.messages()).containsAll(arrivals.duplicates());
    }

    private static Soketi start(int port, Path accepted) {
        return Soketi.recording(InstalledPrograms.installed(), NpmPackages.ofThisModule(), port, accepted);
    }

    private static CompletableFuture<Void> publish(Pushcast pushcast) {
        for (int i = 0; i < MESSAGES; i++) {
            pushcast.to("channel-" + i % CHANNELS)
                    .named("counted")
                    .payload(i / CHANNELS)
                    .publish();
        }
        return pushcast.flush().toCompletableFuture();
    }

    private Pushcast pushcast(Transport transport) {
        return Pushcast.builder()
                .transport(transport)
                .listener(outcomes)
                .json(String::valueOf)
                .delivery(DeliverySettings.builder()
                        .deliveryTimeout(Duration.ofMinutes(4))
                        .build())
                .resilience(ResilienceSettings.builder()
                        .initialBackoff(Duration.ofMillis(20))
                        .maxBackoff(Duration.ofMillis(500))
                        .circuitBreaker(CircuitBreakerConfig.custom()
                                .slidingWindowSize(20)
                                .minimumNumberOfCalls(10)
                                .waitDurationInOpenState(Duration.ofMillis(200))
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .build())
                        .build())
                .build();
    }

    private static long lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private static final class Outcomes implements DeliveryListener {

        final AtomicInteger delivered = new AtomicInteger();
        final Queue<String> failures = new ConcurrentLinkedQueue<>();

        @Override
        public void onDelivered(ChannelMessage message, Delivery delivery) {
            delivered.incrementAndGet();
        }

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            failures.add(String.valueOf(failure.getMessage()));
        }
    }
}
