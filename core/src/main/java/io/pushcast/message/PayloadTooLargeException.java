package io.pushcast.message;

import io.pushcast.text.LogText;

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
        this(
                size,
                limit,
                "The payload of " + LogText.quoted(event) + " has " + size + " bytes and the limit is " + limit);
    }

    private PayloadTooLargeException(long size, long limit, String measured) {
        this(size, limit, measured, "maxPayloadBytes");
    }

    private PayloadTooLargeException(long size, long limit, String measured, String limitName) {
        super(measured
                + " (UTF-8, after JSON encoding). Publish a smaller view of the event, or an id that subscribers can"
                + " look up, or have its route send it in parts or compressed (Route.LargePayload); if the server takes more,"
                + " raise the limit " + limitName);
        this.size = size;
        this.limit = limit;
    }

    /**
     * For a payload that is small enough, but not as a part of a request, in which its quotes and line breaks count
     * twice.
     *
     * @param event the event name of the message
     * @param size the payload's size in bytes, as UTF-8
     * @param requestSize the size in bytes, about, of a request with the message alone
     * @param requestLimit the largest size of a request, in bytes
     */
    public static PayloadTooLargeException request(String event, long size, long requestSize, long requestLimit) {
        return new PayloadTooLargeException(
                requestSize,
                requestLimit,
                "The payload of " + LogText.quoted(event) + " has " + size + " bytes, its request " + requestSize
                        + " (quotes and line breaks count twice there, and the names of channels count), and the limit of"
                        + " a request is " + requestLimit,
                "maxRequestBytes");
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
                "The payload of " + LogText.quoted(event) + " has " + size + " bytes, " + encryptedSize
                        + " when encrypted, and the limits are " + limit + " and " + encryptedLimit);
    }

    /**
     * For a payload that may go in parts, and would need too many.
     *
     * @param event the event name of the message
     * @param size the payload's size in bytes, as UTF-8
     * @param limit how large it may be at most, in bytes; a little less if it has many quotes or line breaks
     * @param parts how many parts there may be
     */
    public static PayloadTooLargeException inParts(String event, long size, long limit, int parts) {
        return new PayloadTooLargeException(
                size,
                limit,
                "The payload of " + LogText.quoted(event) + " has " + size + " bytes, and no more than " + limit
                        + " fit into " + parts + " parts");
    }

    /**
     * For a payload that may be compressed, and is still too large then.
     *
     * @param event the event name of the message
     * @param size the payload's size in bytes, as UTF-8, before it is compressed
     * @param compressedSize the size in bytes that would be sent
     * @param limit the largest size that may be sent, in bytes
     */
    public static PayloadTooLargeException compressed(String event, long size, long compressedSize, long limit) {
        return new PayloadTooLargeException(
                compressedSize,
                limit,
                "The payload of " + LogText.quoted(event) + " has " + size + " bytes, " + compressedSize
                        + " when compressed and in base64, and the limit is " + limit);
    }

    /**
     * The payload's size in bytes, as UTF-8; of one that was compressed, or whose request is too large, as it would be
     * sent.
     */
    public long size() {
        return size;
    }

    /** The largest size allowed, in bytes. */
    public long limit() {
        return limit;
    }
}
