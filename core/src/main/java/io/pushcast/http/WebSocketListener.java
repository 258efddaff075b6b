package io.pushcast.http;

/**
 * Is told what happens on one connection: {@link #onOpen} once or never, then the messages in order, and at the end exactly
 * one of {@link #onClosed} and {@link #onFailure}, unless the connection was {@linkplain WebSocket#abort aborted}. It is called
 * on the client's thread, which it must not block. What it throws ends the connection.
 */
public interface WebSocketListener {

    /** The connection is made, and the server has agreed to speak WebSocket. */
    void onOpen(WebSocket socket);

    /** A text message has arrived, whole, and is valid UTF-8. */
    void onText(String text);

    /**
     * The connection was closed as the protocol has it.
     *
     * @param code the status that the server gave, 1005 if it gave none; if the server did not answer a good-bye of ours, ours
     * @param reason what the server says about it; possibly empty
     */
    void onClosed(int code, String reason);

    /** The connection could not be made, or was lost, or the server does not keep to the protocol. */
    void onFailure(Throwable cause);
}
