package io.pushcast.spring.webhook;

import io.pushcast.spring.PushcastConfigurationException;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties {@code pushcast.webhook.*}: the endpoint that Pusher calls.
 *
 * @param enabled Whether there is the endpoint. It takes only what is signed with the secret of the app.
 * @param path Its path, which is set as the URL of a webhook in Pusher's dashboard.
 * @param maxSize How large the body of a webhook may be.
 * @param replayWindow How old a webhook may be. Pusher sends one again for five minutes if it is not answered.
 * @param dropRepeats Whether a webhook that listeners have heard of is dropped when it comes again, to the same instance.
 */
@ConfigurationProperties("pushcast.webhook")
public record PushcastWebhookProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("/pusher/webhook") String path,
        @DefaultValue("1MB") DataSize maxSize,
        @DefaultValue("10m") Duration replayWindow,
        @DefaultValue("false") boolean dropRepeats) {

    /** What virtual machines take, less the byte by which a body that is too large is known. */
    private static final int LARGEST = Integer.MAX_VALUE - 16;

    /** @throws PushcastConfigurationException if it can't be one */
    String checkedPath() {
        PushcastConfigurationException.requirePath("pushcast.webhook.path", path);
        return path;
    }

    /** @throws IllegalArgumentException if it is nothing, or more than an array holds */
    int maxBytes() {
        long bytes = maxSize.toBytes();
        if (bytes < 1 || bytes > LARGEST) {
            throw new IllegalArgumentException("max-size must be between 1B and " + LARGEST + "B, not " + maxSize);
        }
        return (int) bytes;
    }
}
