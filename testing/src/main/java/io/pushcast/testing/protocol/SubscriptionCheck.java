package io.pushcast.testing.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.pushcast.auth.AuthLimits;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may subscribe to what: verifies the signature that the application's auth endpoint made for this
 * connection and this channel.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/auth-signatures/">Pusher's rules</a>
 */
public final class SubscriptionCheck {

    private final AppSigner signer;
    private final Limits limits;
    private final AuthLimits authLimits;

    public SubscriptionCheck(AppSigner signer, Limits limits, AuthLimits authLimits) {
        this.signer = signer;
        this.limits = limits;
        this.authLimits = authLimits;
    }

    /** Returns only if the connection may subscribe: as which member, or null where there are no members. */
    @Nullable
    public ChannelMember check(SubscriberConnection connection, SubscriptionRequest request)
            throws SubscriptionRefusedException {
        ChannelName.Type type = checkName(request.channel());
        if (type == ChannelName.Type.USER) {
            checkUser(connection, request.channel());
            return null;
        }
        if (!type.needsAuthorization()) {
            return null;
        }
        String toSign = connection.socketId() + ":" + request.channel();
        if (!type.isPresence()) {
            checkSignature(toSign, request.auth());
            return null;
        }
        String channelData = request.channelData();
        if (channelData == null) {
            throw SubscriptionRefusedException.unauthorized(
                    "A presence channel needs channel_data with the user_id, as the auth endpoint returns it");
        }
        checkSignature(toSign + ":" + channelData, request.auth());
        return member(channelData);
    }

    private ChannelName.Type checkName(String name) throws SubscriptionRefusedException {
        try {
            ChannelName.Type type = ChannelName.of(name).type();
            if (name.length() > limits.maxChannelNameLength()) {
                throw SubscriptionRefusedException.invalid("The channel name has " + name.length()
                        + " characters and the limit is " + limits.maxChannelNameLength());
            }
            return type;
        } catch (InvalidMessageException e) {
            throw SubscriptionRefusedException.invalid(String.valueOf(e.getMessage()));
        }
    }

    private static void checkUser(SubscriberConnection connection, String channel) throws SubscriptionRefusedException {
        ConnectionUser user = connection.user();
        if (user == null || !channel.equals(ChannelName.ofUser(user.id()).value())) {
            throw SubscriptionRefusedException.unauthorized("The channel '" + channel
                    + "' is for its user alone; on this connection "
                    + (user == null ? "nobody signed in" : "'" + user.id() + "' signed in"));
        }
    }

    private void checkSignature(String toSign, @Nullable String auth) throws SubscriptionRefusedException {
        if (auth == null || auth.isEmpty()) {
            throw SubscriptionRefusedException.unauthorized(
                    "The subscription lacks 'auth', the key and the signature that the auth endpoint returns");
        }
        int colon = auth.indexOf(':');
        if (colon < 0 || !AppSigner.equal(signer.key(), auth.substring(0, colon))) {
            throw SubscriptionRefusedException.unauthorized("Invalid key in subscription auth data: 'auth' must start"
                    + " with '" + signer.key() + ":', unlike '" + auth + "'");
        }
        String signature = auth.substring(colon + 1);
        if (!signer.matches(toSign, signature)) {
            throw SubscriptionRefusedException.unauthorized(
                    "Invalid signature: Expected HMAC SHA256 hex digest of " + toSign + ", but got " + signature);
        }
    }

    private ChannelMember member(String channelData) throws SubscriptionRefusedException {
        JsonObject data;
        try {
            data = StrictJson.object(channelData);
        } catch (StrictJson.MalformedException e) {
            throw SubscriptionRefusedException.invalid("channel_data must be " + e.getMessage());
        }
        return new ChannelMember(userId(data), userInfo(data));
    }

    private String userId(JsonObject data) throws SubscriptionRefusedException {
        JsonElement id = data.get("user_id");
        // Numbers are no strings, but many servers send them and Pusher takes them.
        if (id == null || !id.isJsonPrimitive() || id.getAsJsonPrimitive().isBoolean()) {
            throw SubscriptionRefusedException.invalid("channel_data must have a string 'user_id'");
        }
        String userId = id.getAsString();
        if (userId.isEmpty() || userId.length() > authLimits.maxUserIdLength()) {
            throw SubscriptionRefusedException.invalid("The user_id has " + userId.length()
                    + " characters; it must have 1 to " + authLimits.maxUserIdLength());
        }
        return userId;
    }

    private JsonElement userInfo(JsonObject data) throws SubscriptionRefusedException {
        JsonElement info = data.get("user_info");
        if (info == null) {
            return JsonNull.INSTANCE;
        }
        int bytes = StrictJson.write(info).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > authLimits.maxUserInfoBytes()) {
            throw SubscriptionRefusedException.invalid(
                    "The user_info has " + bytes + " bytes and the limit is " + authLimits.maxUserInfoBytes());
        }
        if (!info.isJsonObject() && !info.isJsonNull()) {
            throw SubscriptionRefusedException.invalid(
                    "The user_info must be a JSON object, such as {\"name\":\"Ada\"}");
        }
        return info;
    }
}
