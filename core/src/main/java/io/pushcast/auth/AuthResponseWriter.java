package io.pushcast.auth;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.SocketId;
import io.pushcast.pusher.PusherApp;
import io.pushcast.text.EncodableText;
import io.pushcast.text.LogText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the answers that grant a subscription or a sign-in. */
final class AuthResponseWriter {

    private final ChannelSigner signer;
    private final JsonCodec json;
    private final AuthLimits limits;

    AuthResponseWriter(PusherApp app, JsonCodec json, AuthLimits limits) {
        this.signer = new ChannelSigner(app);
        this.json = Objects.requireNonNull(json, "json");
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    AuthResponse toSubscribe(RequestedSubscription subscription) {
        return new AuthResponse(200, "{" + auth(subscription, null) + "}");
    }

    AuthResponse toSubscribe(RequestedSubscription subscription, EncryptionKeys keys) {
        return new AuthResponse(
                200,
                "{" + auth(subscription, null) + ",\"shared_secret\":"
                        + json.write(keys.sharedSecret(subscription.channel())) + "}");
    }

    /** @throws IllegalArgumentException if the member is larger than a server takes */
    AuthResponse toJoin(RequestedSubscription subscription, PresenceMember member) {
        requireId("presence member", member.id());
        String data = "{\"user_id\":" + json.write(member.id()) + memberInfo(member) + "}";
        return new AuthResponse(200, "{" + auth(subscription, data) + ",\"channel_data\":" + json.write(data) + "}");
    }

    /** @throws IllegalArgumentException if the user is larger than a server takes */
    AuthResponse toSignIn(SocketId socketId, SignedInUser user) {
        String data = userData(user);
        return new AuthResponse(
                200,
                "{\"auth\":" + json.write(signer.authOfUser(socketId, data)) + ",\"user_data\":" + json.write(data)
                        + "}");
    }

    /** Several answers as one, each under the name of its channel. */
    AuthResponse all(List<RequestedSubscription> subscriptions, List<AuthResponse> answers) {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < answers.size(); i++) {
            AuthResponse answer = answers.get(i);
            ChannelName channel = subscriptions.get(i).channel();
            body.append(i == 0 ? "" : ",")
                    .append(json.write(channel.value()))
                    .append(":{\"status\":")
                    .append(answer.status())
                    .append(",\"data\":")
                    .append(answer.body())
                    .append("}");
        }
        return new AuthResponse(200, body.append("}").toString());
    }

    private String auth(RequestedSubscription subscription, @Nullable String channelData) {
        return "\"auth\":" + json.write(signer.auth(subscription.socketId(), subscription.channel(), channelData));
    }

    private String userData(SignedInUser user) {
        requireId("user", user.id());
        String data = "{\"id\":" + json.write(user.id()) + userInfo("user", user.info());
        return user.watchlist().isEmpty() ? data + "}" : data + ",\"watchlist\":" + watchlist(user.watchlist()) + "}";
    }

    private String watchlist(List<String> ids) {
        if (ids.size() > limits.maxWatchlistSize()) {
            throw new IllegalArgumentException(
                    "The user's watchlist has " + ids.size() + " users and the limit is " + limits.maxWatchlistSize());
        }
        ids.forEach(id -> requireId("watched user", id));
        return json.write(ids);
    }

    private void requireId(String whose, String id) {
        EncodableText.check("The " + whose + "'s id " + LogText.quoted(id), id, InvalidMessageException::new);
        if (id.length() > limits.maxUserIdLength()) {
            throw new IllegalArgumentException("The " + whose + "'s id has " + id.length()
                    + " characters and the limit is " + limits.maxUserIdLength());
        }
    }

    /** Servers and clients look members' properties up by name. */
    private String memberInfo(PresenceMember member) {
        String field = userInfo("presence member", member.info());
        String written = field.substring(field.indexOf(':') + 1).strip();
        if (!written.isEmpty() && !written.startsWith("{")) {
            throw new IllegalArgumentException("The presence member's info is written as " + kind(written)
                    + ", and it must be a JSON object, such as {\"name\":\"Ada\"}");
        }
        return field;
    }

    private String userInfo(String whose, @Nullable Object info) {
        if (info == null) {
            return "";
        }
        String written = json.write(info);
        EncodableText.check("The " + whose + "'s info", written, InvalidMessageException::new);
        int bytes = written.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.maxUserInfoBytes()) {
            throw new IllegalArgumentException("The " + whose + "'s info has " + bytes
                    + " bytes as JSON and the limit is " + limits.maxUserInfoBytes());
        }
        return ",\"user_info\":" + written;
    }

    private static String kind(String written) {
        return switch (written.charAt(0)) {
            case '"' -> "a JSON string";
            case '[' -> "a JSON array";
            case 'n' -> "null";
            case 't', 'f' -> "a JSON boolean";
            default -> "a JSON number";
        };
    }
}
