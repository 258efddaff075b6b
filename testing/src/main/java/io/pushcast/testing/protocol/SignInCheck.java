package io.pushcast.testing.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pushcast.auth.AuthLimits;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who a connection belongs to: verifies the signature that the application's user-auth endpoint made.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/auth-signatures/#user-authentication">Pusher's
 *     rules</a>
 */
public final class SignInCheck {

    private final AppSigner signer;
    private final AuthLimits limits;

    public SignInCheck(AppSigner signer, AuthLimits limits) {
        this.signer = signer;
        this.limits = limits;
    }

    /**
     * Who signs in.
     *
     * @throws ProtocolException if what the client sent is not signed for this connection, or names nobody
     */
    public ConnectionUser user(String socketId, @Nullable String auth, @Nullable String userData)
            throws ProtocolException {
        if (auth == null || userData == null) {
            throw refused("it lacks '" + (auth == null ? "auth" : "user_data") + "'");
        }
        String expected = signer.key() + ":" + signer.sign(socketId + "::user::" + userData);
        if (!AppSigner.equal(expected, auth)) {
            throw refused("'auth' must be '" + signer.key() + ":' and the HMAC SHA256 hex digest of '" + socketId
                    + "::user::' and 'user_data'");
        }
        JsonObject user = object(userData);
        checkInfo(user.get("user_info"));
        return new ConnectionUser(id(user), watchlist(user.get("watchlist")));
    }

    private static JsonObject object(String userData) throws ProtocolException {
        try {
            return StrictJson.object(userData);
        } catch (StrictJson.MalformedException e) {
            throw refused("'user_data' must be " + e.getMessage());
        }
    }

    private String id(JsonObject user) throws ProtocolException {
        JsonElement id = user.get("id");
        if (id == null || !isId(id) || id.getAsString().isEmpty()) {
            throw refused("'user_data' must have an 'id', which is a string that is not empty");
        }
        String text = id.getAsString();
        if (text.length() > limits.maxUserIdLength()) {
            throw refused("the id has " + text.length() + " characters and the limit is " + limits.maxUserIdLength());
        }
        checkChannelOf(text);
        return text;
    }

    /** An id that is part of no channel's name could never be sent anything. */
    private static void checkChannelOf(String userId) throws ProtocolException {
        try {
            ChannelName.ofUser(userId);
        } catch (InvalidMessageException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** Numbers are no strings, but many servers send them and Pusher takes them. */
    private static boolean isId(JsonElement value) {
        return value.isJsonPrimitive() && !value.getAsJsonPrimitive().isBoolean();
    }

    private void checkInfo(@Nullable JsonElement info) throws ProtocolException {
        int bytes = info == null ? 0 : StrictJson.write(info).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.maxUserInfoBytes()) {
            throw refused("the user_info has " + bytes + " bytes and the limit is " + limits.maxUserInfoBytes());
        }
    }

    private Set<String> watchlist(@Nullable JsonElement given) throws ProtocolException {
        if (given == null || given.isJsonNull()) {
            return Set.of();
        }
        if (!given.isJsonArray()) {
            throw refused("the watchlist must be an array of users' ids, not " + StrictJson.kind(given));
        }
        Set<String> watched = new LinkedHashSet<>();
        for (JsonElement id : given.getAsJsonArray()) {
            if (!isId(id) || id.getAsString().length() > limits.maxUserIdLength()) {
                throw refused(
                        "the watchlist must have users' ids of up to " + limits.maxUserIdLength() + " characters");
            }
            watched.add(id.getAsString());
        }
        if (watched.size() > limits.maxWatchlistSize()) {
            throw refused(
                    "the watchlist has " + watched.size() + " users and the limit is " + limits.maxWatchlistSize());
        }
        return watched;
    }

    private static ProtocolException refused(String why) {
        return new ProtocolException("The sign-in is refused: " + why);
    }
}
