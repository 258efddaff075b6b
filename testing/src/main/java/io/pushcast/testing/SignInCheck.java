package io.pushcast.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who a connection belongs to: verifies the signature that the application's user-auth endpoint made.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/auth-signatures/#user-authentication">Pusher's
 *     rules</a>
 */
final class SignInCheck {

    /** As many users as one can watch. */
    static final int MAX_WATCHED = 100;

    private static final int MAX_WATCHED_ID_LENGTH = 128;

    private final Signer signer;

    SignInCheck(Signer signer) {
        this.signer = signer;
    }

    /**
     * Who signs in.
     *
     * @throws ProtocolException if what the client sent is not signed for this connection, or names nobody
     */
    User user(String socketId, @Nullable String auth, @Nullable String userData) throws ProtocolException {
        if (auth == null || userData == null) {
            throw refused("it lacks '" + (auth == null ? "auth" : "user_data") + "'");
        }
        String expected = signer.key() + ":" + signer.sign(socketId + "::user::" + userData);
        if (!Signer.equal(expected, auth)) {
            throw refused("'auth' must be '" + signer.key() + ":' and the HMAC SHA256 hex digest of '" + socketId
                    + "::user::' and 'user_data'");
        }
        JsonObject user = object(userData);
        return new User(id(user), watchlist(user.get("watchlist")));
    }

    private static JsonObject object(String userData) throws ProtocolException {
        try {
            return Json.object(userData);
        } catch (Json.MalformedException e) {
            throw refused("'user_data' must be " + e.getMessage());
        }
    }

    private static String id(JsonObject user) throws ProtocolException {
        JsonElement id = user.get("id");
        if (id == null || !id.isJsonPrimitive() || id.getAsString().isEmpty()) {
            throw refused("'user_data' must have an 'id'");
        }
        return id.getAsString();
    }

    private static Set<String> watchlist(@Nullable JsonElement given) throws ProtocolException {
        if (given == null || given.isJsonNull()) {
            return Set.of();
        }
        if (!given.isJsonArray()) {
            throw refused("the watchlist must be an array of users' ids, not " + Json.kind(given));
        }
        Set<String> watched = new LinkedHashSet<>();
        for (JsonElement id : given.getAsJsonArray()) {
            if (!id.isJsonPrimitive() || id.getAsString().length() > MAX_WATCHED_ID_LENGTH) {
                throw refused("the watchlist must have users' ids of up to " + MAX_WATCHED_ID_LENGTH + " characters");
            }
            watched.add(id.getAsString());
        }
        if (watched.size() > MAX_WATCHED) {
            throw refused("the watchlist has " + watched.size() + " users and the limit is " + MAX_WATCHED);
        }
        return watched;
    }

    private static ProtocolException refused(String why) {
        return new ProtocolException("The sign-in is refused: " + why);
    }
}
