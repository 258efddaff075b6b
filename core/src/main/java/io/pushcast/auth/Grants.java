package io.pushcast.auth;

import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes the answers that grant a subscription. */
final class Grants {

    private final ChannelSigner signer;
    private final JsonCodec json;
    private final AuthLimits limits;

    Grants(ChannelSigner signer, JsonCodec json, AuthLimits limits) {
        this.signer = signer;
        this.json = json;
        this.limits = limits;
    }

    AuthResponse toSubscribe(SocketId socketId, ChannelName channel) {
        return new AuthResponse(200, "{\"auth\":" + json.write(signer.auth(socketId, channel, null)) + "}");
    }

    /** @throws IllegalArgumentException if the member is larger than a server takes */
    AuthResponse toJoin(SocketId socketId, ChannelName channel, PresenceMember member) {
        String data = channelData(member);
        return new AuthResponse(
                200,
                "{\"auth\":" + json.write(signer.auth(socketId, channel, data)) + ",\"channel_data\":"
                        + json.write(data) + "}");
    }

    private String channelData(PresenceMember member) {
        int idLength = member.id().length();
        if (idLength > limits.maxUserIdLength()) {
            throw new IllegalArgumentException("The presence member's id has " + idLength
                    + " characters and the limit is " + limits.maxUserIdLength());
        }
        String id = "{\"user_id\":" + json.write(member.id());
        return member.info() == null ? id + "}" : id + ",\"user_info\":" + userInfo(member.info()) + "}";
    }

    private String userInfo(@Nullable Object info) {
        String written = json.write(info);
        int bytes = written.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.maxUserInfoBytes()) {
            throw new IllegalArgumentException("The presence member's info has " + bytes
                    + " bytes as JSON and the limit is " + limits.maxUserInfoBytes());
        }
        return written;
    }
}
