package io.pushcast.testing;

import java.net.URI;

/**
 * One attempt of an {@link EmbeddedPusher} to deliver a webhook.
 *
 * @param address where it was sent
 * @param body the body, signed as it is: {@code {"time_ms":…,"events":[…]}}
 * @param attempt 1 for the first, 2 for the first repetition, and so on
 * @param status the HTTP status of the answer; 0 if none came
 */
public record RecordedWebhook(URI address, String body, int attempt, int status) {

    /** Whether the application took it, so that it is not sent again. */
    public boolean isAccepted() {
        return status >= 200 && status <= 299;
    }
}
