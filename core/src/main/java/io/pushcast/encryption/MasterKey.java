package io.pushcast.encryption;

import io.pushcast.message.ChannelName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** One key, of which the secrets of all channels are made. */
final class MasterKey {

    private static final int BYTES = 32;
    private static final String HASH = "SHA-256";

    private final byte[] key;

    private MasterKey(byte[] key) {
        this.key = key;
    }

    /** @param place names the key in an error, in place of its value */
    static MasterKey parse(String text, int place) {
        byte[] key = bytes(text.strip(), place);
        if (key.length != BYTES) {
            throw wrong(place, "has " + key.length + " bytes");
        }
        return new MasterKey(key);
    }

    private static byte[] bytes(String text, int place) {
        try {
            return isHex(text)
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            // Its own message, and so the exception itself, would quote a part of the key.
            throw wrong(place, "is neither base64 nor hex");
        }
    }

    /** 32 bytes have 64 characters in hex and 44 in base64, so that no text can be both. */
    private static boolean isHex(String text) {
        return text.length() == 2 * BYTES && text.chars().allMatch(HexFormat::isHexDigit);
    }

    private static IllegalArgumentException wrong(int place, String what) {
        return new IllegalArgumentException("The encryption key at place " + place + " " + what + "; a key is " + BYTES
                + " bytes in base64 (44 characters) or hex (64), such as `openssl rand -base64 32` gives");
    }

    boolean isSameAs(MasterKey other) {
        return MessageDigest.isEqual(key, other.key);
    }

    /** The hash of the channel's name and the key, which tells nothing about the key nor about other channels. */
    ChannelSecret secretOf(ChannelName channel) {
        try {
            MessageDigest hash = MessageDigest.getInstance(HASH);
            hash.update(channel.value().getBytes(StandardCharsets.UTF_8));
            return new ChannelSecret(hash.digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Secrets of channels are made by " + HASH + ", which fails here", e);
        }
    }
}
