package io.pushcast.encryption;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import java.util.Base64;

/** What an encrypted message has in place of its payload. Its arrays are its own and must not be changed. */
final class EncryptedPayload {

    private static final String NONCE = "nonce";
    private static final String CIPHERTEXT = "ciphertext";
    private static final int NONCE_BYTES = 24;
    /** By how much the ciphertext is longer than the text: it begins with the authenticator. */
    private static final int AUTHENTICATOR_BYTES = 16;

    private static final int FRAME_BYTES =
            new EncryptedPayload(new byte[NONCE_BYTES], new byte[0]).toJson().length();

    private final byte[] nonce;
    private final byte[] ciphertext;

    EncryptedPayload(byte[] nonce, byte[] ciphertext) {
        this.nonce = nonce;
        this.ciphertext = ciphertext;
    }

    /** @throws DecryptionException if it is none */
    static EncryptedPayload parse(ChannelName channel, String json) {
        try {
            JsonElement read = JsonParser.parseString(json);
            if (read instanceof JsonObject object) {
                return of(channel, member(channel, object, NONCE), member(channel, object, CIPHERTEXT));
            }
        } catch (JsonParseException e) {
            // Gson's message quotes what it read, which may not be encrypted after all.
            throw malformed(channel, "it is no JSON");
        }
        throw malformed(channel, "it is no JSON object");
    }

    private static String member(ChannelName channel, JsonObject object, String name) {
        JsonElement value = object.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw malformed(channel, "its " + name + " is missing or no text");
        }
        return value.getAsString();
    }

    /** @throws DecryptionException if it is none */
    static EncryptedPayload of(ChannelName channel, String nonce, String ciphertext) {
        EncryptedPayload envelope =
                new EncryptedPayload(decoded(channel, NONCE, nonce), decoded(channel, CIPHERTEXT, ciphertext));
        if (envelope.nonce.length != NONCE_BYTES) {
            throw malformed(channel, "its nonce has " + envelope.nonce.length + " bytes and must have " + NONCE_BYTES);
        }
        if (envelope.ciphertext.length < AUTHENTICATOR_BYTES) {
            throw malformed(
                    channel,
                    "its ciphertext has " + envelope.ciphertext.length + " bytes and must have " + AUTHENTICATOR_BYTES
                            + " at least");
        }
        return envelope;
    }

    private static byte[] decoded(ChannelName channel, String name, String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw malformed(channel, "its " + name + " is no base64");
        }
    }

    private static DecryptionException malformed(ChannelName channel, String what) {
        return new DecryptionException("What came on " + LogText.name(channel.value()) + " can't be decrypted: " + what
                + "; it should be {\"nonce\":\"…\",\"ciphertext\":\"…\"}");
    }

    String toJson() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "{\"" + NONCE + "\":\"" + base64.encodeToString(nonce) + "\",\"" + CIPHERTEXT + "\":\""
                + base64.encodeToString(ciphertext) + "\"}";
    }

    byte[] nonce() {
        return nonce;
    }

    byte[] ciphertext() {
        return ciphertext;
    }

    static int maxTextBytes(int envelopeBytes) {
        int base64Characters = Math.max(0, envelopeBytes - FRAME_BYTES);
        return Math.max(0, base64Characters / 4 * 3 - AUTHENTICATOR_BYTES);
    }

    /** The sizes alone. */
    @Override
    public String toString() {
        return "EncryptedPayload[" + ciphertext.length + " bytes]";
    }
}
