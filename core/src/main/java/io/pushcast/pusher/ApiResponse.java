package io.pushcast.pusher;

/**
 * What a server answered to a call of its HTTP API. {@code toString} leaves out the body, which may hold what was published.
 *
 * @param status the HTTP status; for servers that say 200 to an error, the status in its body
 * @param body the body, empty if there was none; of a refusal, without signatures
 */
public record ApiResponse(int status, String body) {

    /** Whether it did what it was asked. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return "ApiResponse[" + status + ", " + body.length() + " characters]";
    }
}
