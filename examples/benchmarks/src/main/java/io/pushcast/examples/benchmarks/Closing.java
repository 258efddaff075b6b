package io.pushcast.examples.benchmarks;

/** Closes what declares any exception at all, as Pusher's clients do. */
final class Closing {

    private Closing() {}

    static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("Could not close " + closeable, e);
        }
    }
}
