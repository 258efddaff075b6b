package io.pushcast.http;

/**
 * One connection of a {@link WebSocketClient}. Safe for use by several threads; what one thread sends arrives in the order in
 * which it was sent.
 */
public interface WebSocket {

    /**
     * Sends a text message, without waiting for it.
     *
     * @return false if the connection is not open, and nothing was sent
     */
    boolean send(String text);

    /** Whether less than 64 KiB wait to be sent. Whoever sends on while this is false fills the memory. */
    boolean isWritable();

    /**
     * Reads nothing more from the socket until {@link #resume}, so that the server's data waits in the network. What was read
     * from the socket already still arrives, at most 64 KiB of it. While it is paused the end of the connection may go
     * unnoticed.
     */
    void pause();

    /** Reads from the socket again. */
    void resume();

    /**
     * Says good-bye and closes the connection when the server has answered, or after a second. The listener is told. Does
     * nothing if it is closed, or is being closed.
     *
     * @param code the status, 1000 or 3000–4999
     * @param reason at most 123 bytes of UTF-8
     */
    void close(int code, String reason);

    /** Closes the connection at once, or ends the attempt to make it, without a word to server or listener. */
    void abort();
}
