package io.pushcast.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who a connection belongs to: verifies the signature that the application's user-auth endpoint made. */
final class SignInCheck {

    private final Signer signer;

    SignInCheck(Signer signer) {
        this.signer = signer;
    }

    /** The id of the user, if what the client sent is signed for this connection and names one. */
    Optional<String> userId(String socketId, @Nullable String auth, @Nullable String userData) {
        if (auth == null || userData == null) {
            return Optional.empty();
        }
        String expected = signer.key() + ":" + signer.sign(socketId + "::user::" + userData);
        return Signer.equal(expected, auth) ? id(userData) : Optional.empty();
    }

    private static Optional<String> id(String userData) {
        try {
            JsonObject user = Json.object(userData);
            JsonElement id = user.get("id");
            return id == null || !id.isJsonPrimitive() || id.getAsString().isEmpty()
                    ? Optional.empty()
                    : Optional.of(id.getAsString());
        } catch (Json.MalformedException e) {
            return Optional.empty();
        }
    }
}
