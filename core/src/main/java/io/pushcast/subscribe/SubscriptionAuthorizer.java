package io.pushcast.subscribe;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Authorises subscriptions in place of the app's secret: for a service that does not have it, and asks another one. It is called on
 * the subscriber's executor, and may block. A failure refuses the subscription; it is tried again, with a growing pause.
 */
public interface SubscriptionAuthorizer {

    /** Authorises one subscription. */
    CompletionStage<Grant> authorize(SocketId socketId, ChannelName channel);

    /**
     * Authorises the sign-in of a user on one connection.
     *
     * <p>Default: fails, since only those need it who call {@link SubscriberBuilder#signIn()}.
     */
    default CompletionStage<UserGrant> authenticate(SocketId socketId) {
        throw new UnsupportedOperationException(getClass().getName() + " authenticates no users");
    }

    /**
     * What the authoriser answers for a channel. {@link #toString()} shows none of it.
     *
     * @param auth the key and the signature
     * @param channelData for a presence channel, the data that was signed; else null
     * @param sharedSecret for an encrypted channel, its secret in base64; else null
     */
    record Grant(
            String auth,
            @Nullable String channelData,
            @Nullable String sharedSecret) {

        /** For a private channel. */
        public static Grant of(String auth) {
            return new Grant(auth, null, null);
        }

        @Override
        public String toString() {
            return "Grant[…]";
        }
    }

    /**
     * What the authoriser answers for a user. {@link #toString()} shows none of it.
     *
     * @param auth the key and the signature
     * @param userData the data that was signed
     */
    record UserGrant(String auth, String userData) {

        @Override
        public String toString() {
            return "UserGrant[…]";
        }
    }
}
