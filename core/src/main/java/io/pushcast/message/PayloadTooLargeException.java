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
        this(size, limit, "The payload of '" + event + "' has " + size + " bytes and the limit is " + limit);
    }

    private PayloadTooLargeException(long size, long limit, String measured) {
        super(measured
                + " (UTF-8, after JSON encoding). Publish a smaller view of the event, or an id that subscribers can"
                + " look up; if the server takes more, raise the limit maxPayloadBytes");
        this.size = size;
        this.limit = limit;
    }

    /**
     * For a payload that has to be encrypted, and is longer then.
     *
     * @param event the event name of the message
     * @param size the payload's size in bytes, as UTF-8, before it is encrypted
     * @param limit the largest size before it is encrypted, in bytes
     * @param encryptedSize the size in bytes that is sent
     * @param encryptedLimit the largest size that may be sent, in bytes
     */
    public static PayloadTooLargeException encrypted(
            String event, long size, long limit, long encryptedSize, long encryptedLimit) {
        return new PayloadTooLargeException(
                size,
                limit,
                "The payload of '" + event + "' has " + size + " bytes, " + encryptedSize
                        + " when encrypted, and the limits are " + limit + " and " + encryptedLimit);
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
