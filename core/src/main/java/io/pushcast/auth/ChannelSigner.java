package io.pushcast.auth;

import io.pushcast.crypto.HmacSha256;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.pusher.PusherApp;
import org.jspecify.annotations.Nullable;

/**
 * Signs subscriptions and sign-ins in the name of one app.
 *
 * <p>Neither a {@link SocketId} nor a private channel's {@link ChannelName} can have a colon, so what is signed for one
 * subscription can't be read as another, nor as a user's sign-in. It grants
 * what it is asked for: whoever calls it has decided. Immutable and safe for use by several threads.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/auth-signatures/">Auth signatures</a>
 */
public final class ChannelSigner {

    private final String key;
    private final HmacSha256 hmac;

    /** Signs with the app's secret. */
    public ChannelSigner(PusherApp app) {
        this.key = app.key();
        this.hmac = new HmacSha256(app.secret());
    }

    /**
     * The value of {@code auth}: the app's key, a colon and the signature.
     *
     * @param channelData the presence data exactly as it is answered; null for a private channel
     */
    public String auth(SocketId socketId, ChannelName channel, @Nullable String channelData) {
        String subscription = socketId + ":" + channel;
        return key + ":" + sign(channelData == null ? subscription : subscription + ":" + channelData);
    }

    /** As {@link #auth}, for a user: {@code userData} exactly as it is answered. */
    public String authOfUser(SocketId socketId, String userData) {
        return key + ":" + sign(socketId + "::user::" + userData);
    }

    private String sign(String text) {
        return hmac.copy().sign(text);
    }
}
