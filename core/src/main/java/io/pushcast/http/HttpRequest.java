package io.pushcast.http;

/**
 * One request, written at the moment a connection is ready for it.
 *
 * <p>The methods that write are called on a thread of the connections, once each and in this order: {@link #writeBody},
 * {@link #writeTarget}, {@link #writeHeaders}. If one of them throws, nothing is sent and the request fails with that
 * exception. They must not block.
 */
public interface HttpRequest {

    /** How many bytes of an answer's body are kept unless the request says otherwise. */
    int DEFAULT_MAX_RESPONSE_BODY = 1 << 20;

    /** The method, such as {@code POST}. {@code HEAD} and {@code CONNECT}, whose answers have no body, can't be sent. */
    String method();

    /** Writes the body, and returns whether the request has one. */
    boolean writeBody(ByteWriter body);

    /**
     * Writes the target: path and query, escaped.
     *
     * @param target where it is written to; what it holds already must be left as it is
     * @param body the body that was written, such as to sign it
     */
    void writeTarget(ByteWriter target, ByteWriter body);

    /** Writes headers beyond those that all requests of the client have and {@code Content-Length}. Default: none. */
    default void writeHeaders(HeaderWriter headers) {}

    /** How many bytes of the answer's body are kept; what comes after them is read and dropped. Default: 1 MiB. */
    default int maxResponseBody() {
        return DEFAULT_MAX_RESPONSE_BODY;
    }
}
