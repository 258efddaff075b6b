package io.pushcast.subscribe;

import io.pushcast.auth.ChannelSigner;
import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.SignedInUser;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.pusher.PusherApp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Authorises by the app's own secret, without asking anybody. */
final class AppAuthorizer implements SubscriptionAuthorizer {

    private final ChannelSigner signer;
    private final String channelData;
    private final @Nullable String userData;

    AppAuthorizer(PusherApp app, JsonCodec json, PresenceMember member, @Nullable SignedInUser user) {
        this.signer = new ChannelSigner(app);
        this.channelData = json.write(fields("user_id", member.id(), member.info()));
        this.userData = user == null ? null : userData(json, user);
    }

    private static String userData(JsonCodec json, SignedInUser user) {
        Map<String, Object> fields = fields("id", user.id(), user.info());
        if (!user.watchlist().isEmpty()) {
            fields.put("watchlist", user.watchlist());
        }
        return json.write(fields);
    }

    private static Map<String, Object> fields(String idField, String id, @Nullable Object info) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(idField, id);
        if (info != null) {
            fields.put("user_info", info);
        }
        return fields;
    }

    @Override
    public CompletionStage<Grant> authorize(SocketId socketId, ChannelName channel) {
        String data = channel.type().isPresence() ? channelData : null;
        return CompletableFuture.completedFuture(new Grant(signer.auth(socketId, channel, data), data, null));
    }

    @Override
    public CompletionStage<UserGrant> authenticate(SocketId socketId) {
        if (userData == null) {
            throw new IllegalStateException("There is no user to sign in");
        }
        return CompletableFuture.completedFuture(new UserGrant(signer.authOfUser(socketId, userData), userData));
    }
}
