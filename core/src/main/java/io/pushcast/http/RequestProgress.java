package io.pushcast.http;

/** How far a request had come when it failed: what is known about whether the server can have seen it. */
public enum RequestProgress {
    /** It waited for a connection, or came when the client was closed. Nothing was sent. */
    WAITING,
    /** It had a connection to use or to make, but not one byte of it was handed to a socket. Nothing was sent. */
    CONNECTING,
    /** At least one byte of it was handed to a socket. The server may have read it, and acted upon it. */
    SENT
}
