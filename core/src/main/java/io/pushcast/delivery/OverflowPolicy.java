package io.pushcast.delivery;

/** What is done when a message is published and the buffer is full. Nothing is ever dropped silently. */
public enum OverflowPolicy {

    /**
     * {@code publish} waits for room, in the order in which callers came, up to the longest wait allowed; then the
     * message fails as {@code BUFFER_FULL}.
     */
    BLOCK,

    /** The message fails at once as {@code BUFFER_FULL}. */
    FAIL,

    /**
     * The oldest messages that are not under way make room and fail as {@code DROPPED}. If all are under way, the new one
     * fails as {@code BUFFER_FULL}.
     */
    DROP_OLDEST,

    /**
     * For state updates, where only the newest counts: of all messages with the same ordering key to the same channels
     * that are not under way only the newest stays, the others fail as {@code SUPERSEDED}. If that makes no room,
     * {@code publish} waits as with {@link #BLOCK}. Messages without an ordering key supersede nothing.
     *
     * <p>So a key should stand for one state. A publication that makes several messages keeps all of them if they go to
     * different channels, as with encrypted channels, each of which gets a message of its own; but the parts of a large
     * payload ({@code Route.LargePayload.CHUNK}) supersede each other.
     */
    LATEST_PER_KEY
}
