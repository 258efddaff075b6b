package io.pushcast.testing.assertj;

import io.pushcast.auth.AuthLimits;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelRules;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.testing.Recording;

/**
 * The entry points of the assertions, to be imported statically next to AssertJ's own:
 *
 * <pre>{@code
 * assertThat(server).received().on("private-orders.c-7").named("order-placed").withPayload(order);
 * assertThat(subscriber).eventually().isSubscribedTo("stock.eu");
 * assertThat(rules).as(customer).canJoin("private-orders.c-7").cannotJoin("private-orders.c-8");
 * }</pre>
 */
public final class PushcastAssertions {

    private PushcastAssertions() {}

    /** On what an {@code EmbeddedPusher} or a {@code RecordingPublisher} recorded. */
    public static RecordingAssert assertThat(Recording recording) {
        return new RecordingAssert(recording);
    }

    /** On what a subscriber is connected and subscribed to. */
    public static SubscriberAssert assertThat(Subscriber subscriber) {
        return new SubscriberAssert(subscriber);
    }

    /**
     * On what an endpoint grants to whom.
     *
     * @param <U> what the application knows its users by
     */
    public static <U> ChannelAuthAssert<U> assertThat(ChannelAuthEndpoint<U> endpoint) {
        return new ChannelAuthAssert<>(endpoint);
    }

    /**
     * On what rules grant to whom, with the JSON library on the class path, and an app and keys made up for the purpose.
     *
     * @param <U> what the application knows its users by
     */
    public static <U> ChannelAuthAssert<U> assertThat(ChannelRules<U> rules) {
        PusherApp app = PusherApp.builder()
                .appId("1")
                .key("key")
                .secret("secret")
                .cluster("eu")
                .build();
        EncryptionKeys keys = EncryptionKeys.of("00".repeat(32));
        return assertThat(new ChannelAuthEndpoint<>(app, rules, JsonCodec.detect(), AuthLimits.PUSHER, keys));
    }
}
