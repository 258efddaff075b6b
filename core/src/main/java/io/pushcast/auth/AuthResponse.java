package io.pushcast.auth;

/**
 * What to answer a client that asked for an authorisation: a status and a body, to be sent as {@code application/json}.
 *
 * <p>Clients take only 200 for success. The others are 400 (the form is malformed), 401 (there is no user), 403 (the
 * channel has no rule, or its rule denies it) and 500 (the rule failed; the log says how). {@link #toString()} does not
 * show the body, which may hold a signature.
 *
 * @param status the HTTP status
 * @param body one JSON text
 */
public record AuthResponse(int status, String body) {

    /** A refusal. The reason must not need escaping in JSON: no client's words in it. */
    static AuthResponse refusal(int status, String reason) {
        return new AuthResponse(status, "{\"error\":\"" + reason + "\"}");
    }

    /** The status alone. */
    @Override
    public String toString() {
        return "AuthResponse[" + status + "]";
    }
}
