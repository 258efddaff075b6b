package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import io.pushcast.Pushcast;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Publishing that goes on and on, over connections that are renewed all the time, with a failing request now and then and
 * publishers that come and go, takes no more memory, threads or descriptors than after its first moments.
 *
 * <p>{@code -Dpushcast.soak=900} goes on for that many seconds instead of {@value #USUAL_SECONDS}; {@code -Plong} does so for
 * 75 s.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SoakIT {

    private static final int USUAL_SECONDS = 6;
    private static final int SAMPLES = 12;

    /** The first ones see classes that are still being loaded, and caches that fill. */
    private static final int WARM_UP_SAMPLES = 4;

    private static final int MESSAGES_AT_A_TIME = 300;
    private static final long MIB = 1 << 20;

    private final Duration time = Duration.ofSeconds(Integer.getInteger("pushcast.soak", USUAL_SECONDS));
    private long published;

    @Test
    void takesNoMoreOfAnythingTheLongerItGoesOn() {
        List<Sample> samples = new ArrayList<>();
        try (EmbeddedPusher server = EmbeddedPusher.builder().recordAtMost(100).start()) {
            server.faults().random(1, 0.02, Fault.status(500), Fault.resetAfterReading(), Fault.closeUnannounced());
            try (Pushcast pushcast = pushcast(server)) {
                for (int i = 0; i < SAMPLES; i++) {
                    publishFor(time.dividedBy(SAMPLES), server, pushcast);
                    samples.add(Sample.take());
                }
            }
        }
        report(samples);

        List<Sample> counted = samples.subList(WARM_UP_SAMPLES, SAMPLES);
        assertFlat("heap after a collection", counted, Sample::heap, 4 * MIB);
        assertFlat("threads", counted, Sample::threads, 3);
        assertFlat("open descriptors", counted, Sample::descriptors, 20);
        assertFlat("direct memory", counted, Sample::direct, 8 * MIB);
    }

    private static Pushcast pushcast(EmbeddedPusher server) {
        return Pushcast.builder()
                .transport(PusherTransport.builder(server.app())
                        .connectionTtl(Duration.ofMillis(200))
                        .requestTimeout(Duration.ofSeconds(2))
                        .build())
                .json(String::valueOf)
                .resilience(ResilienceSettings.builder()
                        .initialBackoff(Duration.ofMillis(1))
                        .maxBackoff(Duration.ofMillis(20))
                        .build())
                .build();
    }

    private void publishFor(Duration period, EmbeddedPusher server, Pushcast pushcast) {
        long start = System.nanoTime();
        do {
            publish(pushcast, MESSAGES_AT_A_TIME);
        } while (System.nanoTime() - start < period.toNanos());
        try (Pushcast other = pushcast(server)) {
            publish(other, 10);
        }
    }

    private void publish(Pushcast pushcast, int messages) {
        for (int i = 0; i < messages; i++) {
            pushcast.to("channel-" + published % 5_000)
                    .named("counted")
                    .payload(published)
                    .publish();
            published++;
        }
        pushcast.flush().toCompletableFuture().orTimeout(1, TimeUnit.MINUTES).join();
    }

    /** The later half is compared with the earlier one, by the least of each, since a sample may meet something short-lived. */
    private static void assertFlat(String what, List<Sample> samples, ToLongFunction<Sample> figure, long tolerance) {
        int half = samples.size() / 2;
        long before = least(samples.subList(0, half), figure);
        long after = least(samples.subList(half, samples.size()), figure);
        assertThat(after).as(what + " after " + before + " before").isLessThanOrEqualTo(before + tolerance);
    }

    private static long least(List<Sample> samples, ToLongFunction<Sample> figure) {
        return samples.stream().mapToLong(figure).min().orElseThrow();
    }

    private void report(List<Sample> samples) {
        System.out.printf("%,d messages in %d s%n", published, time.toSeconds());
        samples.forEach(System.out::println);
    }

    /**
     * What the JVM holds at one moment.
     *
     * @param heap what is left of the heap after a collection
     * @param threads all of the JVM
     * @param descriptors open files and sockets; 0 where the JVM can't tell
     * @param direct memory beside the heap, the JDK's and Netty's
     */
    private record Sample(long heap, long threads, long descriptors, long direct) {

        static Sample take() {
            System.gc();
            return new Sample(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                            ? unix.getOpenFileDescriptorCount()
                            : 0,
                    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                                    .sum()
                            + Math.max(0, PlatformDependent.usedDirectMemory()));
        }

        @Override
        public String toString() {
            return "heap %.1f MiB, %d threads, %d descriptors, direct memory %.1f MiB"
                    .formatted((double) heap / MIB, threads, descriptors, (double) direct / MIB);
        }
    }
}
