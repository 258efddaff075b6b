package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryException.Reason;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class PacedSinkTest {

    private static final Duration PACE = Duration.ofMillis(250);

    private final EngineHarness harness = new EngineHarness();
    private final ManualTimer timer = new ManualTimer();
    private PacedSink sink = new PacedSink(harness.engine, DeliverySettings.defaults(), harness::now, timer);

    private static ChannelMessage.Builder paced(String id, String channel) {
        return EngineHarness.builder(id, channel).pace(new Pace(PACE, "event"));
    }

    private CompletableFuture<Delivery> publish(ChannelMessage message) {
        CompletableFuture<Delivery> delivery = sink.accept(message).toCompletableFuture();
        harness.engine.dispatch();
        return delivery;
    }

    private CompletableFuture<Delivery> publish(String id) {
        return publish(paced(id, "a").build());
    }

    private void pass(Duration time) {
        harness.pass(time);
        timer.run();
        harness.engine.dispatch();
    }

    private void acceptAll() {
        while (!harness.transport.underWay().isEmpty()) {
            harness.transport.underWay().forEach(ManualTransport.Request::accept);
            harness.engine.dispatch();
        }
    }

    private List<String> sent() {
        acceptAll();
        return harness.transport.idsOfRequests().stream().flatMap(List::stream).toList();
    }

    @Test
    void sendsTheFirstAtOnceAndTheNewestWhenTheTimeIsOver() {
        CompletableFuture<Delivery> first = publish("1");
        CompletableFuture<Delivery> second = publish("2");
        CompletableFuture<Delivery> third = publish("3");
        assertThat(sent()).containsExactly("1");
        assertThat(first).isCompleted();
        assertThat(third).isNotDone();

        pass(PACE);

        assertThat(sent()).containsExactly("1", "3");
        assertThat(third).isCompleted();
        assertThatThrownBy(second::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(DeliveryException.class)
                .hasMessage(
                        "ChannelMessage[2, event to [a], 10 bytes] gave way, within its pace, to a newer one with its"
                                + " ordering key, channels and event")
                .extracting(failure -> ((DeliveryException) failure).reason())
                .isEqualTo(Reason.SUPERSEDED);
        assertThat(harness.ends)
                .containsEntry("1", "DELIVERED")
                .containsEntry("2", "SUPERSEDED")
                .containsEntry("3", "DELIVERED");
        assertThat(harness.published).containsExactly("1", "2", "3");
        pass(PACE);
        assertThat(sink.isAtRest()).isTrue();
        assertThat(harness.engine.isAtRest()).isTrue();
    }

    @Test
    void holdsWhatIsPublishedBehindAHeldMessageOfItsKey() {
        publish("1");
        publish("2");
        publish(EngineHarness.message("3", "a"));
        publish(EngineHarness.message("4", "b"));
        assertThat(sent()).containsExactly("1", "4");
        assertThat(sink.heldMessages()).isEqualTo(2);

        pass(PACE);
        assertThat(sent()).containsExactly("1", "4", "2", "3");
        assertThat(sink.heldMessages()).isZero();
        assertThat(sink.heldBytes()).isZero();
    }

    @Test
    void tellsOtherChannelsEventsAndKeysApart() {
        publish(paced("1", "a").build());
        publish(paced("2", "b").build());
        publish(paced("3", "a").orderedBy(OrderingKey.of("other")).build());
        publish(EngineHarness.builder("4", "a").pace(new Pace(PACE, "other")).build());

        assertThat(sent()).containsExactlyInAnyOrder("1", "2", "3", "4");
    }

    @Test
    void pacesMessagesWithoutOrderToo() {
        publish(paced("1", "a").orderedBy(OrderingKey.NONE).build());
        publish(paced("2", "a").orderedBy(OrderingKey.NONE).build());
        publish(EngineHarness.unordered("3", "a"));
        publish(paced("4", "b").orderedBy(OrderingKey.NONE).build());
        assertThat(sent()).containsExactlyInAnyOrder("1", "3", "4");

        pass(PACE);
        assertThat(sent()).contains("2").hasSize(4);
    }

    @Test
    void takesBackWhatIsHeld() {
        publish("1");
        CompletableFuture<Delivery> held = publish("2");
        publish(EngineHarness.message("3", "a"));

        assertThat(held.cancel(false)).isTrue();
        assertThat(held).isCancelled();
        assertThat(sent()).containsExactly("1", "3");
        assertThat(harness.ends).containsEntry("2", "CANCELLED");
        assertThat(publish("4").cancel(false)).isTrue();
        pass(PACE);
        assertThat(sent()).containsExactly("1", "3");
        assertThat(sink.heldMessages()).isZero();
    }

    @Test
    void sendsWhatIsHeldWhenAskedTo() {
        publish("1");
        publish("2");
        sink.releaseAll();
        harness.engine.dispatch();
        assertThat(sent()).containsExactly("1", "2");

        publish("3");
        assertThat(sent()).containsExactly("1", "2");
        sink.close();
        harness.engine.dispatch();
        assertThat(sent()).containsExactly("1", "2", "3");
        publish("4");
        publish("5");
        assertThat(sent()).containsExactly("1", "2", "3", "4", "5");
        assertThat(sink.isAtRest()).isTrue();
    }

    @Test
    void holdsNoMoreThanTheBufferMay() {
        sink = new PacedSink(
                harness.engine, DeliverySettings.builder().bufferMessages(2).build(), harness::now, timer);
        for (String channel : List.of("a", "b", "c")) {
            publish(paced(channel + "1", channel).build());
            publish(paced(channel + "2", channel).build());
        }

        assertThat(sent()).containsExactly("a1", "b1", "c1", "c2");
        assertThat(sink.heldMessages()).isEqualTo(2);
    }

    @Test
    void countsTheTimeItIsHeldForAMessagesOwnDeadline() {
        publish("1");
        CompletableFuture<Delivery> late =
                publish(paced("2", "a").deadline(Duration.ofMillis(200)).build());
        pass(PACE);
        assertThat(late).isCompletedExceptionally();
        assertThat(harness.ends).containsEntry("2", "EXPIRED");
        assertThat(sent()).containsExactly("1");

        publish("3");
        publish(paced("4", "a").deadline(Duration.ofMillis(300)).build());
        pass(PACE);
        harness.pass(Duration.ofMillis(50));
        assertThat(harness.ends).containsEntry("4", "EXPIRED");
    }

    /** Runs what is due when the test says so. */
    private final class ManualTimer implements PacedSink.Timer {

        private record Task(long at, Runnable task) {}

        private final List<Task> tasks = new ArrayList<>();

        @Override
        public void after(long nanos, Runnable task) {
            tasks.add(new Task(harness.now() + nanos, task));
        }

        @Override
        public void close() {
            tasks.clear();
        }

        void run() {
            List<Task> due =
                    tasks.stream().filter(task -> task.at - harness.now() <= 0).toList();
            tasks.removeAll(due);
            due.forEach(task -> task.task.run());
        }
    }
}
