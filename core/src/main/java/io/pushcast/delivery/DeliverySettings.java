package io.pushcast.delivery;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How messages are buffered, batched and given up. Immutable and safe for use by several threads. */
public final class DeliverySettings {

    static final Duration DEFAULT_LINGER = Duration.ofMillis(5);
    static final Duration DEFAULT_DELIVERY_TIMEOUT = Duration.ofMinutes(2);
    static final Duration DEFAULT_MAX_BLOCK = Duration.ofSeconds(5);
    static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(10);
    static final long DEFAULT_BUFFER_BYTES = 32L * 1024 * 1024;
    static final int DEFAULT_BUFFER_MESSAGES = 100_000;
    static final int DEFAULT_MAX_IN_FLIGHT = 8;
    private static final int MOST_IN_FLIGHT = 10_000;

    private final Duration linger;
    private final Duration deliveryTimeout;
    private final Duration maxBlock;
    private final @Nullable Supplier<Duration> patience;
    private final Duration closeTimeout;
    private final long bufferBytes;
    private final int bufferMessages;
    private final int maxInFlight;
    private final OverflowPolicy overflowPolicy;

    private DeliverySettings(Builder builder) {
        this.linger = builder.linger;
        this.deliveryTimeout = builder.deliveryTimeout;
        this.maxBlock = builder.maxBlock;
        this.patience = builder.patience;
        this.closeTimeout = builder.closeTimeout;
        this.bufferBytes = builder.bufferBytes;
        this.bufferMessages = builder.bufferMessages;
        this.maxInFlight = builder.maxInFlight;
        this.overflowPolicy = builder.overflowPolicy;
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that begins with these settings. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.linger = linger;
        builder.deliveryTimeout = deliveryTimeout;
        builder.maxBlock = maxBlock;
        builder.patience = patience;
        builder.closeTimeout = closeTimeout;
        builder.bufferBytes = bufferBytes;
        builder.bufferMessages = bufferMessages;
        builder.maxInFlight = maxInFlight;
        builder.overflowPolicy = overflowPolicy;
        return builder;
    }

    /** The defaults. */
    public static DeliverySettings defaults() {
        return builder().build();
    }

    /** How long a message may wait for others to share its request. */
    public Duration linger() {
        return linger;
    }

    /** How long, from {@code publish}, a delivery may take. */
    public Duration deliveryTimeout() {
        return deliveryTimeout;
    }

    /** How long {@code publish} may wait for room in the buffer. */
    public Duration maxBlock() {
        return maxBlock;
    }

    /** How long the calling thread may wait for room in the buffer, now. */
    Duration maxBlockOfCaller() {
        if (patience == null) {
            return maxBlock;
        }
        Duration most = patience.get();
        if (most.isNegative()) {
            return Duration.ZERO;
        }
        return most.compareTo(maxBlock) < 0 ? most : maxBlock;
    }

    /** How long {@code close()} waits for what is still to be delivered. */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /** The bytes that the buffer holds. */
    public long bufferBytes() {
        return bufferBytes;
    }

    /** The messages that the buffer holds. */
    public int bufferMessages() {
        return bufferMessages;
    }

    /** The requests that may be under way at a time. */
    public int maxInFlight() {
        return maxInFlight;
    }

    /** What is done when the buffer is full. */
    public OverflowPolicy overflowPolicy() {
        return overflowPolicy;
    }

    /** Builds {@link DeliverySettings}. Not for use by several threads. */
    public static final class Builder {

        private Duration linger = DEFAULT_LINGER;
        private Duration deliveryTimeout = DEFAULT_DELIVERY_TIMEOUT;
        private Duration maxBlock = DEFAULT_MAX_BLOCK;
        private @Nullable Supplier<Duration> patience;
        private Duration closeTimeout = DEFAULT_CLOSE_TIMEOUT;
        private long bufferBytes = DEFAULT_BUFFER_BYTES;
        private int bufferMessages = DEFAULT_BUFFER_MESSAGES;
        private int maxInFlight = DEFAULT_MAX_IN_FLIGHT;
        private OverflowPolicy overflowPolicy = OverflowPolicy.BLOCK;

        private Builder() {}

        /**
         * How long a message may wait for others to share its request, while another request is under way. When none is,
         * a message goes at once. Default: 5 ms; zero sends each as soon as it may go.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder linger(Duration linger) {
            this.linger = notNegative("linger", linger);
            return this;
        }

        /**
         * How long, from {@code publish}, a delivery may take before it fails as {@code EXPIRED}. Default: 2 min.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder deliveryTimeout(Duration deliveryTimeout) {
            if (Objects.requireNonNull(deliveryTimeout, "deliveryTimeout").isZero()) {
                throw new IllegalArgumentException("deliveryTimeout must be positive, not " + deliveryTimeout);
            }
            this.deliveryTimeout = notNegative("deliveryTimeout", deliveryTimeout);
            return this;
        }

        /**
         * How long {@code publish} may wait for room in a full buffer. Default: 5 s; zero never waits.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder maxBlock(Duration maxBlock) {
            this.maxBlock = notNegative("maxBlock", maxBlock);
            return this;
        }

        /**
         * Says how long the calling thread may wait for room in a full buffer, if that is less than {@link #maxBlock}: not at
         * all on an event loop, for example. Default: as long as that.
         *
         * @param patience is asked in the thread that would wait, whenever it would, and must answer at once; zero or less
         *     does not wait
         */
        public Builder patience(Supplier<Duration> patience) {
            this.patience = Objects.requireNonNull(patience, "patience");
            return this;
        }

        /**
         * How long {@code close()} waits for what is still to be delivered. Default: 10 s.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder closeTimeout(Duration closeTimeout) {
            this.closeTimeout = notNegative("closeTimeout", closeTimeout);
            return this;
        }

        /**
         * The bytes that the buffer holds, payloads and a fixed allowance for each message. A single message that is
         * larger is taken when the buffer is empty. Default: 32 MiB.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder bufferBytes(long bufferBytes) {
            this.bufferBytes = positive("bufferBytes", bufferBytes);
            return this;
        }

        /**
         * The messages that the buffer holds, those under way included. Default: 100 000.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder bufferMessages(int bufferMessages) {
            this.bufferMessages = (int) positive("bufferMessages", bufferMessages);
            return this;
        }

        /**
         * The requests that may be under way at a time. Those that wait to be sent again do not count. Default: 8.
         *
         * @throws IllegalArgumentException if it is less than 1, or more than 10 000
         */
        public Builder maxInFlight(int maxInFlight) {
            if (maxInFlight > MOST_IN_FLIGHT) {
                throw new IllegalArgumentException("maxInFlight must be at most " + MOST_IN_FLIGHT + ", not "
                        + maxInFlight + ": each request under way has a connection");
            }
            this.maxInFlight = (int) positive("maxInFlight", maxInFlight);
            return this;
        }

        /** What is done when the buffer is full. Default: {@link OverflowPolicy#BLOCK}. */
        public Builder overflowPolicy(OverflowPolicy overflowPolicy) {
            this.overflowPolicy = Objects.requireNonNull(overflowPolicy, "overflowPolicy");
            return this;
        }

        /** The settings. */
        public DeliverySettings build() {
            return new DeliverySettings(this);
        }

        private static Duration notNegative(String name, Duration value) {
            if (Objects.requireNonNull(value, name).isNegative()) {
                throw new IllegalArgumentException(name + " must not be negative, unlike " + value);
            }
            return value;
        }

        private static long positive(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }
    }
}
