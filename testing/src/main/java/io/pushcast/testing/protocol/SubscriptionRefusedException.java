package io.pushcast.testing.protocol;

/** A subscription that is not granted: what the client is told in {@code pusher:subscription_error}. */
public final class SubscriptionRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final int status;

    SubscriptionRefusedException(String type, int status, String message) {
        super(message);
        this.type = type;
        this.status = status;
    }

    static SubscriptionRefusedException unauthorized(String message) {
        return new SubscriptionRefusedException("AuthError", 401, message);
    }

    static SubscriptionRefusedException invalid(String message) {
        return new SubscriptionRefusedException("InvalidSubscription", 400, message);
    }

    public static SubscriptionRefusedException limitReached(String message) {
        return new SubscriptionRefusedException("LimitReached", 403, message);
    }

    public String type() {
        return type;
    }

    public int status() {
        return status;
    }
}
