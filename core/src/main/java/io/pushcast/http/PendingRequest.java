package io.pushcast.http;

/** A request, who is told what became of it, and since when it waits. */
final class PendingRequest {

    final HttpRequest request;
    final ResponseListener listener;
    final long arrived;

    PendingRequest(HttpRequest request, ResponseListener listener) {
        this.request = request;
        this.listener = listener;
        this.arrived = System.nanoTime();
    }
}
