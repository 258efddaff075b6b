package io.pushcast.examples.benchmarks;

/** Closes what declares any exception at all, as Pusher's clients do. */
final class ResourceCloser {

    private ResourceCloser() {}

    static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("Could not close " + closeable, e);
        }
    }
}
