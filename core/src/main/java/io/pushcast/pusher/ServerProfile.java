package io.pushcast.pusher;

import io.pushcast.message.Limits;

/**
 * Which server serves an app. They all speak Pusher's protocol, and differ in what they take.
 *
 * <p>The limits are those that the servers have by default. Whoever has set others on their server gives those:
 * {@code Pushcast.builder().limits(ServerProfile.SOKETI.limits().withMaxPayloadBytes(…))}.
 */
public enum ServerProfile {
    /** Pusher Channels itself. */
    PUSHER(Limits.PUSHER, false),

    /** soketi 1.x: payloads up to 100 KiB, and names of channels up to 200 characters. */
    SOKETI(Limits.PUSHER.withMaxPayloadBytes(100 * 1024).withMaxChannelNameLength(200), false),

    /**
     * Laravel Reverb: 10 000 bytes for the whole of a request, its headers included, so that a little less is left for a
     * payload. Quotes and line breaks within it count twice.
     */
    REVERB(Limits.PUSHER.withMaxPayloadBytes(9_000).withMaxRequestBytes(9_400), false),

    /**
     * sockudo: payloads up to 100 KiB, names of channels up to 200 characters, and it knows by an idempotency key if it gets
     * a message a second time. So what is sent again because an answer was lost reaches subscribers once, for as long as
     * the server remembers keys.
     */
    SOCKUDO(Limits.PUSHER.withMaxPayloadBytes(100 * 1024).withMaxChannelNameLength(200), true),

    /** poxa: payloads up to 10 000 bytes, and no batches, so that every message is a request of its own. */
    POXA(Limits.PUSHER.withMaxPayloadBytes(10_000).withMaxBatchSize(1), false);

    // A record of numbers: as immutable as can be, which the checker does not see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Limits limits;

    private final boolean idempotencyKeys;

    ServerProfile(Limits limits, boolean idempotencyKeys) {
        this.limits = limits;
        this.idempotencyKeys = idempotencyKeys;
    }

    /** What the server takes at most, unless it is set up otherwise. */
    public Limits limits() {
        return limits;
    }

    /** Whether messages carry a key by which the server knows one that it has had already. */
    public boolean hasIdempotencyKeys() {
        return idempotencyKeys;
    }
}
