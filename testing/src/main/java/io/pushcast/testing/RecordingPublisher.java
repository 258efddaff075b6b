package io.pushcast.testing;

import io.pushcast.EventPublisher;
import io.pushcast.Publication;
import io.pushcast.PublishOptions;
import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.Delivery.Receipt;
import io.pushcast.message.MessageSink;
import io.pushcast.message.SocketId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An {@link EventPublisher} that remembers what is published and sends nothing: for tests of what an application
 * publishes, without a server and without waiting. It is the real one up to the point where a message would be handed to
 * the delivery: the same mapping, JSON, checks of names and sizes, and so the same exceptions.
 *
 * <pre>{@code
 * try (RecordingPublisher publisher = RecordingPublisher.create()) {
 *     new Orders(publisher).place(order);
 *     assertThat(publisher).received().on("private-orders.c-7").named("order-placed").withPayload(order);
 * }
 * }</pre>
 *
 * <p>An event is recorded before {@code publish} returns, and the stage that it returns has completed. Safe for use by
 * several threads.
 *
 * <p>Tests that run at the same time and share a publisher each begin a {@link #scope} in their own thread. Each then sees what
 * its thread publishes, and what is published by threads of which nobody knows for whom they work; and none sees what the thread
 * of another test publishes.
 */
public final class RecordingPublisher implements EventPublisher, Recording, AutoCloseable {

    private static final int RECORD_AT_MOST = 100_000;

    private final EventRecorder all = new EventRecorder(RECORD_AT_MOST);
    private final Map<Thread, Scope> open = new ConcurrentHashMap<>();
    private final Pushcast pushcast;

    private RecordingPublisher(UnaryOperator<PushcastBuilder> settings) {
        PushcastBuilder builder =
                Pushcast.builder().transport(new DiscardingTransport()).wrapSink(delivery -> this::accept);
        this.pushcast = settings.apply(builder).build();
    }

    /** One with the default settings: routes from annotations, Pusher's limits, the Jackson on the class path. */
    public static RecordingPublisher create() {
        return create(UnaryOperator.identity());
    }

    /**
     * One with the application's settings: {@code RecordingPublisher.create(builder -> builder.mappings(mappings))}.
     *
     * @param settings sets what the application sets, but neither an app nor a transport
     * @throws IllegalStateException if an app is set, or no JSON library is found
     */
    public static RecordingPublisher create(UnaryOperator<PushcastBuilder> settings) {
        return new RecordingPublisher(settings);
    }

    private CompletionStage<Delivery> accept(ChannelMessage message) {
        String excluded = message.excludedSocket().map(SocketId::value).orElse(null);
        for (ChannelName channel : message.channels()) {
            record(new RecordedEvent(channel.value(), message.event(), message.data(), excluded));
        }
        return CompletableFuture.completedFuture(Delivery.of(new Receipt(message.id(), message.channels(), 1)));
    }

    private void record(RecordedEvent event) {
        all.add(event);
        Scope own = open.get(Thread.currentThread());
        if (own == null) {
            open.values().forEach(scope -> scope.recorder.add(event));
        } else {
            own.recorder.add(event);
        }
    }

    /** What the calling thread is to see: its own scope's, that of the only scope there is, or all there is. */
    private EventRecorder recorder() {
        Scope own = open.get(Thread.currentThread());
        if (own != null) {
            return own.recorder;
        }
        // A thread that waits for a test, for instance: it can be meant for one test only if there is only one.
        List<Scope> scopes = List.copyOf(open.values());
        return scopes.size() == 1 ? scopes.get(0).recorder : all;
    }

    /**
     * Begins an empty recording for a test that runs in the calling thread, until it is closed. If no other is
     * open, what was recorded before is forgotten.
     */
    public Scope scope() {
        if (open.isEmpty()) {
            all.forget();
        }
        Scope scope = new Scope(Thread.currentThread());
        open.put(scope.thread, scope);
        return scope;
    }

    /**
     * Has another publisher record here, and send nothing: {@code builder.wrapSink(delivery -> recording.sink())}. Of several
     * stages, the one that is added first.
     */
    public MessageSink sink() {
        return this::accept;
    }

    @Override
    public CompletionStage<Delivery> publish(Object event, PublishOptions options) {
        return pushcast.publish(event, options);
    }

    @Override
    public Publication to(String channel, String... more) {
        return pushcast.to(channel, more);
    }

    @Override
    public Publication toUser(String userId) {
        return pushcast.toUser(userId);
    }

    /**
     * The events so far, each as often as it has channels: at most the newest 100 000, and of these those that have 64 Mi
     * characters together. The list is a copy.
     */
    @Override
    public List<RecordedEvent> events() {
        return recorder().events();
    }

    @Override
    public boolean await(Predicate<List<RecordedEvent>> condition, Duration timeout) {
        return recorder().await(condition, timeout);
    }

    /** Forgets the events recorded so far; within a scope, those of the scope. */
    public void forget() {
        recorder().forget();
    }

    /** Frees its thread. What was recorded can still be read. */
    @Override
    public void close() {
        pushcast.close();
    }

    /** A recording of one test among several that run at the same time. */
    public final class Scope implements AutoCloseable {

        private final EventRecorder recorder = new EventRecorder(RECORD_AT_MOST);

        private final Thread thread;

        private Scope(Thread thread) {
            this.thread = thread;
        }

        /** Ends it. */
        @Override
        public void close() {
            open.remove(thread, this);
        }
    }
}
