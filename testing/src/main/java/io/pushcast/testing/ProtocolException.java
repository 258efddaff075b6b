package io.pushcast.testing;

/** A message of a client that can't be served; the client is told, and its connection stays. */
final class ProtocolException extends Exception {

    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }
}
