package io.pushcast.subscribe;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.http.HttpClientSettings;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a subscriber was built with; {@link SubscriberBuilder} says what each of it means. */
record SubscriberSettings(
        String name,
        HttpClientSettings http,
        String target,
        JsonCodec json,
        SubscriptionAuthorizer authorizer,
        boolean blockingAuthorizer,
        boolean canAuthorize,
        boolean signIn,
        @Nullable EncryptionKeys encryption,
        @Nullable Executor executor,
        List<SubscriberListener> listeners,
        List<Consumer<Gap>> gapHandlers,
        @Nullable String idField,
        @Nullable String sequenceField,
        Duration handshakeTimeout,
        Duration activityTimeout,
        Duration pongTimeout,
        Duration subscribeTimeout,
        Duration firstPause,
        Duration longestPause,
        int maxSubscribesInFlight,
        int maxChannelsPerConnection,
        int maxEvents,
        long maxBytes,
        int maxMessageBytes,
        int maxLargePayload) {

    /** @throws IllegalArgumentException if what is needed for such a channel is missing */
    void requireReadable(ChannelName channel) {
        if (channel.type().needsAuthorization() && !canAuthorize) {
            throw new IllegalArgumentException(LogText.name(channel.value())
                    + " needs a signature, and there is neither an app's secret nor an authorizer to make it");
        }
        if (channel.type().isEncrypted() && encryption == null && !blockingAuthorizer) {
            throw new IllegalArgumentException(LogText.name(channel.value())
                    + " is encrypted, and the subscriber has no keys: give encryption(EncryptionKeys.of(…))");
        }
        if (channel.type() == ChannelName.Type.USER && !signIn) {
            throw new IllegalArgumentException(LogText.name(channel.value())
                    + " is the channel of a user, and the subscriber does not sign in: give signIn(…)");
        }
    }

    /** Only the name: there are secrets within. */
    @Override
    public String toString() {
        return "SubscriberSettings[" + name + "]";
    }
}
