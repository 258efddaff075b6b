package io.pushcast.outbox;

import io.pushcast.outbox.store.OutboxBacklog;
import io.pushcast.outbox.store.OutboxSession;
import io.pushcast.outbox.store.OutboxStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores messages in the application's own transactions and delivers them after the commit, by whichever instance of the
 * service holds the lease on their ordering key. Given to one publisher; safe for use by several threads.
 *
 * <pre>{@code
 * JdbcOutboxStore store = JdbcOutboxStore.of(dataSource);
 * Outbox outbox = Outbox.on(store).build();
 * Pushcast pushcast = Pushcast.builder().app(app).outbox(outbox).build();
 * }</pre>
 *
 * <p><b>What is promised.</b> A message whose transaction commits is sent until the server accepts it or refuses it for good
 * (then it is kept as a dead letter), also if this process dies; one whose transaction rolls back never is. Messages with
 * the same ordering key are accepted in the order of their inserts, also across instances.
 *
 * <p><b>What is not.</b>
 * <ul>
 * <li>Two transactions that are open at the same time and publish with the same key race: either may go first. An insert
 * must also commit within the {@linkplain Builder#overlap overlap}; what commits later is delivered, perhaps after younger
 * messages of its key.
 * <li>A message is sent again, byte for byte the same and with the same id, if the instance that sent it dies, or loses its
 * lease or its database, before it has deleted the message: at most what was under way and about a thousand that were accepted,
 * since nothing more is sent while these can't be deleted. A {@code close} that has the time to finish sends nothing twice.
 * <li>Leases go by the database's clock, which must not jump, and each instance's monotonic one. Nothing is sent in the last
 * third of a lease's time: a request that takes longer than that, and leaves when the database has just been lost, may arrive
 * after younger messages of its keys. So may what a process was about to send that stood still for longer than its leases (a
 * paused container, a suspended machine).
 * <li>Deadlines of messages are not stored: the outbox gives nothing up because time has passed. Neither is what the server
 * was to tell about the channels: nobody waits for it.
 * </ul>
 *
 * <p>With an outbox, the stage that {@code publish} returns completes when the message is stored; if it can't be stored,
 * {@code publish} throws, so that the transaction does not commit. What becomes of it later is told to the listeners of the
 * instance that delivers it.
 */
public final class Outbox {

    static final Duration DEFAULT_LEASE_TIME = Duration.ofSeconds(10);
    static final Duration DEFAULT_SHORTEST_POLL = Duration.ofMillis(20);
    static final Duration DEFAULT_LONGEST_POLL = Duration.ofSeconds(1);
    static final Duration DEFAULT_OVERLAP = Duration.ofSeconds(5);
    static final Duration DEFAULT_RETENTION = Duration.ofDays(30);
    static final int DEFAULT_WINDOW_MESSAGES = 10_000;
    static final long DEFAULT_WINDOW_BYTES = 16L * 1024 * 1024;

    private final OutboxSink sink;

    private Outbox(Builder builder, OutboxSink.Settings settings) {
        this.sink = new OutboxSink(builder.store, settings, builder.nanoTime);
    }

    OutboxSink sink() {
        return sink;
    }

    /** A builder for an outbox that keeps its messages there. */
    public static Builder on(OutboxStore store) {
        return new Builder(store);
    }

    /**
     * Looks for messages now, here and in other instances: for those who commit on their own connection, where nothing else
     * tells the outbox of the commit. Messages are found without it too, at the next look of whoever has their partition. An
     * outbox that was built with {@code relay(false)} tells others, where the database can.
     */
    public void wake() {
        sink.wake();
    }

    /**
     * Stops delivering in this instance, or begins again, while messages are stored all the same. What is under way is
     * finished, then other instances take over. Called before a publisher is built with it, it says how to begin; called
     * after that publisher was closed, it does nothing.
     *
     * @throws IllegalStateException if this outbox was built without a relay
     */
    public void relay(boolean wanted) {
        sink.relay(wanted);
    }

    /** Whether it was built to deliver messages in this instance. */
    public boolean hasRelay() {
        return sink.hasRelay();
    }

    /**
     * Pauses delivery in all instances, until it is {@linkplain #resume resumed}, also across restarts: messages are stored and
     * wait. Each instance stops within a fifth of the lease time, at once where the database can notify; requests under way are
     * finished. Does nothing if it is paused.
     *
     * @throws io.pushcast.outbox.store.OutboxException if the database refuses
     * @throws IllegalStateException as long as the outbox has no {@link #name}
     */
    public void pause() {
        sink.pauseAll(true);
    }

    /**
     * Lets delivery go on in all instances. Does nothing if it is not {@linkplain #pause paused}.
     *
     * @throws io.pushcast.outbox.store.OutboxException if the database refuses
     * @throws IllegalStateException as long as the outbox has no {@link #name}
     */
    public void resume() {
        sink.pauseAll(false);
    }

    /**
     * Where messages wait: by app, by partition, and the ordering keys whose first message is oldest. Asks the database, and
     * reads up to 100 000 rows.
     *
     * @param keys of how many ordering keys to tell at most; at least 1
     * @throws io.pushcast.outbox.store.OutboxException if the database refuses
     * @throws IllegalArgumentException if it is less than 1
     * @throws IllegalStateException as long as the outbox has no {@link #name}
     */
    public OutboxBacklog backlog(int keys) {
        if (keys < 1) {
            throw new IllegalArgumentException("keys must be at least 1, not " + keys);
        }
        try (OutboxSession session = sink.store().open()) {
            return session.backlog(keys);
        }
    }

    /** What it has done and has to do. */
    public OutboxStatus status() {
        return sink.status();
    }

    /**
     * Its name: the one that it was given, or that of the app of its publisher.
     *
     * @throws IllegalStateException if it has not been given one, and no publisher has been built with it
     */
    public String name() {
        return sink.name();
    }

    /**
     * The messages that could not be delivered. Its methods throw an {@link IllegalStateException} as long as the outbox has
     * no {@link #name}.
     */
    public DeadLetters deadLetters() {
        return new DeadLetters(sink::store);
    }

    /**
     * The messages that are being retried, to be looked at, buried or skipped by hand. Its methods throw an {@link
     * IllegalStateException} as long as the outbox has no {@link #name}.
     */
    public StuckMessages stuckMessages() {
        return new StuckMessages(sink::store);
    }

    /** Builds an {@link Outbox}. Not for use by several threads. */
    public static final class Builder {

        private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(1);
        private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

        private final OutboxStore store;
        private @Nullable String name;
        private boolean relay = true;
        private Duration leaseTime = DEFAULT_LEASE_TIME;
        private Duration shortestPoll = DEFAULT_SHORTEST_POLL;
        private Duration longestPoll = DEFAULT_LONGEST_POLL;
        private Duration overlap = DEFAULT_OVERLAP;
        private int windowMessages = DEFAULT_WINDOW_MESSAGES;
        private long windowBytes = DEFAULT_WINDOW_BYTES;
        private AfterDeadLetter afterDeadLetter = AfterDeadLetter.GO_ON;
        private @Nullable Duration retention = DEFAULT_RETENTION;
        private Supplier<Map<String, String>> headers = Map::of;
        private final List<OutboxListener> listeners = new ArrayList<>();
        private LongSupplier nanoTime = System::nanoTime;

        private Builder(OutboxStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * The name of the outbox. Instances that share work give the same name; services that share tables and are for the
         * same app give different ones. What is stored, leased, counted and listed under one name is not seen under another.
         * Default: the id of the publisher's app.
         *
         * @throws IllegalArgumentException if it is blank or longer than 100 characters
         */
        public Builder name(String name) {
            if (name.isBlank() || name.length() > OutboxStore.MAX_NAME_LENGTH) {
                throw new IllegalArgumentException(
                        "name must have 1 to " + OutboxStore.MAX_NAME_LENGTH + " characters, unlike '" + name + "'");
            }
            this.name = name;
            return this;
        }

        /** Whether this instance delivers messages, its own and others'; if not, it only stores them. Default: yes. */
        public Builder relay(boolean relay) {
            this.relay = relay;
            return this;
        }

        /**
         * How long an instance may be silent until others take over its work. The same for all instances. A request that is
         * under way when an instance loses its database has a third of this to end before others go on; if the transport's
         * request timeout is no longer than that, order holds in any case. Default: 10 s.
         *
         * @throws IllegalArgumentException if it is shorter than 1 s or longer than 1 h
         */
        public Builder leaseTime(Duration leaseTime) {
            this.leaseTime = within("leaseTime", leaseTime, Duration.ofSeconds(1), Duration.ofHours(1));
            return this;
        }

        /**
         * How often to look for messages that nobody has told of: at first, and at last after ever longer intervals while
         * none are found. Default: 20 ms and 1 s.
         *
         * @throws IllegalArgumentException if one is shorter than 1 ms or longer than 1 min, or the first is longer than
         *     the last
         */
        public Builder polling(Duration shortest, Duration longest) {
            shortestPoll(shortest);
            this.longestPoll = within("longestPoll", longest, shortest, LONGEST_INTERVAL);
            return this;
        }

        /**
         * How often, at first, to look for messages that nobody has told of. Default: 20 ms.
         *
         * @throws IllegalArgumentException if it is shorter than 1 ms or longer than 1 min
         */
        public Builder shortestPoll(Duration shortestPoll) {
            this.shortestPoll = within("shortestPoll", shortestPoll, SHORTEST_INTERVAL, LONGEST_INTERVAL);
            return this;
        }

        /**
         * How often, at last, to look for messages that nobody has told of, while none are found. Default: 1 s.
         *
         * @throws IllegalArgumentException if it is shorter than 1 ms or longer than 1 min
         */
        public Builder longestPoll(Duration longestPoll) {
            this.longestPoll = within("longestPoll", longestPoll, SHORTEST_INTERVAL, LONGEST_INTERVAL);
            return this;
        }

        /**
         * How long after its insert a message may be committed and still be delivered in order. Longer makes each look into
         * the database larger. Default: 5 s.
         *
         * @throws IllegalArgumentException if it is negative or longer than 10 min
         */
        public Builder overlap(Duration overlap) {
            this.overlap = within("overlap", overlap, Duration.ZERO, Duration.ofMinutes(10));
            return this;
        }

        /**
         * How much is loaded into memory at a time, which takes the place of the delivery's own buffer limits; a few bytes
         * more if messages grow suddenly. Default: 10 000 messages, 16 MiB.
         *
         * @throws IllegalArgumentException if one is less than 1
         */
        public Builder window(int messages, long bytes) {
            return windowMessages(messages).windowBytes(bytes);
        }

        /**
         * How many messages are loaded into memory at a time. Default: 10 000.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder windowMessages(int messages) {
            if (messages < 1) {
                throw new IllegalArgumentException("The window must hold at least 1 message, not " + messages);
            }
            this.windowMessages = messages;
            return this;
        }

        /**
         * How many bytes are loaded into memory at a time; a few more if messages grow suddenly. Default: 16 MiB.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder windowBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("The window must hold at least 1 byte, not " + bytes);
            }
            this.windowBytes = bytes;
            return this;
        }

        /**
         * What becomes of the messages behind a dead letter of their key. The same for all instances. Default:
         * {@link AfterDeadLetter#GO_ON}.
         */
        public Builder afterDeadLetter(AfterDeadLetter afterDeadLetter) {
            this.afterDeadLetter = Objects.requireNonNull(afterDeadLetter, "afterDeadLetter");
            return this;
        }

        /**
         * After how long dead letters are deleted for good; null never. Default: 30 days.
         *
         * @throws IllegalArgumentException if it is shorter than 1 s or longer than 100 years
         */
        public Builder retention(@Nullable Duration retention) {
            if (retention != null) {
                within("retention", retention, Duration.ofSeconds(1), Duration.ofDays(36_500));
            }
            this.retention = retention;
            return this;
        }

        /**
         * What to store beside each message, asked in the thread that publishes it: the trace, say, as {@code
         * traceparent}. Names are free of {@code =}. Default: nothing.
         */
        public Builder headers(Supplier<Map<String, String>> headers) {
            this.headers = Objects.requireNonNull(headers, "headers");
            return this;
        }

        /** Is told what the relay does. May be given several times. */
        public Builder listener(OutboxListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** For tests of what time does to leases. */
        Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        /**
         * The outbox, which begins to work when a publisher is built with it.
         *
         * @throws IllegalArgumentException if the shortest interval between two looks is longer than the longest
         */
        public Outbox build() {
            within("shortestPoll", shortestPoll, SHORTEST_INTERVAL, longestPoll);
            return new Outbox(
                    this,
                    new OutboxSink.Settings(
                            name,
                            relay,
                            leaseTime,
                            shortestPoll,
                            longestPoll,
                            overlap,
                            windowMessages,
                            windowBytes,
                            afterDeadLetter,
                            retention,
                            headers,
                            List.copyOf(listeners)));
        }

        private static Duration within(String name, Duration value, Duration least, Duration most) {
            if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
                throw new IllegalArgumentException(
                        name + " must be between " + least + " and " + most + ", not " + value);
            }
            return value;
        }
    }
}
