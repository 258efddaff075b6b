package io.pushcast.http;

/**
 * Is told what became of one request: exactly one of its methods is called, once. It is called on a thread of the
 * connections, which it must not block; or on the caller's, if the client is closed or no thread can be started.
 */
public interface ResponseListener {

    /** The server answered, with whatever status. */
    void onResponse(HttpResponse response);

    /**
     * There is no answer.
     *
     * @param progress how far the request had come
     * @param cause what went wrong, without the request's target and headers
     */
    void onFailure(RequestProgress progress, Throwable cause);
}
