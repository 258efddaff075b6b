package io.pushcast.message;

/** Thrown by {@code publish} when a payload is larger than the server takes. Nothing was sent. */
public final class PayloadTooLargeException extends InvalidMessageException {

    private static final long serialVersionUID = 1L;

    private final long size;
    private final long limit;

    /**
     * With what was measured.
     *
     * @param event the event name of the message
     * @param size the payload's size in bytes, as UTF-8
     * @param limit the largest size allowed, in bytes
     */
    public PayloadTooLargeException(String event, long size, long limit) {
        super("The payload of '" + event + "' has " + size + " bytes and the limit is " + limit + " (UTF-8, after JSON"
                + " encoding). Publish a smaller view of the event, or an id that subscribers can look up; if the"
                + " server takes more, raise the limit maxPayloadBytes");
        this.size = size;
        this.limit = limit;
    }

    /** The payload's size in bytes, as UTF-8. */
    public long size() {
        return size;
    }

    /** The largest size allowed, in bytes. */
    public long limit() {
        return limit;
    }
}
