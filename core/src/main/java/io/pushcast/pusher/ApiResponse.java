package io.pushcast.pusher;

/**
 * What a server answered to a call of its HTTP API.
 *
 * @param status the HTTP status; for servers that say 200 to an error, the status in its body
 * @param body the body, without signatures; empty if there was none
 */
public record ApiResponse(int status, String body) {

    /** Whether it did what it was asked. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
