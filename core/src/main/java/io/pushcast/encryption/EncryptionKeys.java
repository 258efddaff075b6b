package io.pushcast.encryption;

import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The master keys of encrypted channels ({@code private-encrypted-…}): what is published there is encrypted before it
 * leaves the service, and Pusher never sees a key. Immutable and safe for use by several threads.
 *
 * <p>There may be several, newest first: the newest encrypts and is what subscribers get; all decrypt. To replace a key,
 * restart what publishes and what authorises with the new one in front. A subscriber that still has the secret of the
 * older key asks for the new one when it can't read a message; Pusher's own clients do so by themselves. But while some
 * instances encrypt with one key and others authorise with another, a subscriber may be given the secret that does not
 * fit, and then misses a message: let that time be short.
 *
 * <pre>{@code
 * EncryptionKeys keys = EncryptionKeys.of(System.getenv("PUSHER_MASTER_KEY"));
 * }</pre>
 *
 * <p>A key is 32 random bytes, such as {@code openssl rand -base64 32} gives. {@link #toString()} shows how many there
 * are and nothing else, and so do the messages of exceptions.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/encrypted-channels/">Encrypted channels</a>
 */
public final class EncryptionKeys {

    private final List<MasterKey> newestFirst;

    private EncryptionKeys(List<MasterKey> newestFirst) {
        this.newestFirst = List.copyOf(newestFirst);
    }

    /**
     * These keys.
     *
     * @param newest the one that encrypts: 32 bytes as base64 or hex
     * @param older those that were used before, newest first
     * @throws IllegalArgumentException if one is null, or not 32 bytes in base64 or hex, or is there twice; the message
     *     says which, by its place, and not its value
     */
    public static EncryptionKeys of(String newest, String... older) {
        List<String> keys = new ArrayList<>();
        keys.add(newest);
        keys.addAll(Arrays.asList(older));
        return of(keys);
    }

    /**
     * These keys.
     *
     * @param newestFirst each 32 bytes as base64 or hex; the first one encrypts
     * @throws IllegalArgumentException if there is none, or one is null, or not 32 bytes in base64 or hex, or is there
     *     twice; the message says which, by its place, and not its value
     */
    public static EncryptionKeys of(List<String> newestFirst) {
        if (newestFirst.isEmpty()) {
            throw new IllegalArgumentException("There must be one encryption key at least; there is none");
        }
        List<MasterKey> keys = new ArrayList<>();
        for (String text : newestFirst) {
            int place = keys.size() + 1;
            if (text == null) {
                throw new IllegalArgumentException("The encryption key at place " + place
                        + " is missing; is the environment variable or property set that holds it?");
            }
            MasterKey key = MasterKey.parse(text, place);
            if (keys.stream().anyMatch(key::isSameAs)) {
                throw new IllegalArgumentException(
                        "The encryption key at place " + place + " is there already, at an earlier place");
            }
            keys.add(key);
        }
        return new EncryptionKeys(keys);
    }

    /**
     * The text as it travels on a channel: JSON with {@code nonce} and {@code ciphertext}, made with the newest key and a
     * nonce that is new each time. So the same text never gives the same result twice.
     *
     * @param channel the channel, which only its own subscribers can decrypt
     * @param text what to encrypt, as UTF-8
     */
    public String encrypt(ChannelName channel, String text) {
        return newestFirst
                .get(0)
                .secretOf(channel)
                .encrypt(text.getBytes(StandardCharsets.UTF_8))
                .toJson();
    }

    /**
     * What {@link #encrypt} was given, by whichever of the keys fits.
     *
     * @param channel the channel on which it travelled
     * @param envelope JSON with {@code nonce} and {@code ciphertext}, both base64; what else it has is ignored
     * @throws DecryptionException if it is no such envelope, or no key fits, or it was changed on its way
     */
    public String decrypt(ChannelName channel, String envelope) {
        return decrypt(channel, EncryptedPayload.parse(channel, envelope));
    }

    /**
     * What {@link #encrypt} was given, by whichever of the keys fits.
     *
     * @param channel the channel on which it travelled
     * @param nonce the envelope's nonce, in base64
     * @param ciphertext the envelope's ciphertext, in base64
     * @throws DecryptionException if one of them is malformed, or no key fits, or it was changed on its way
     */
    public String decrypt(ChannelName channel, String nonce, String ciphertext) {
        return decrypt(channel, EncryptedPayload.of(channel, nonce, ciphertext));
    }

    private String decrypt(ChannelName channel, EncryptedPayload envelope) {
        for (MasterKey key : newestFirst) {
            byte[] text = key.secretOf(channel).decrypt(envelope);
            if (text != null) {
                return new String(text, StandardCharsets.UTF_8);
            }
        }
        throw new DecryptionException(
                "What came on " + LogText.name(channel.value()) + " can't be decrypted: none of the "
                        + newestFirst.size() + " keys fits, or it was changed on its way");
    }

    /**
     * What was encrypted for a channel, by what its subscribers were given.
     *
     * @param sharedSecret what {@link #sharedSecret} gave: base64, with or without padding
     * @param channel the channel on which it travelled
     * @param envelope JSON with {@code nonce} and {@code ciphertext}, both base64
     * @throws DecryptionException if it is no such envelope, or the secret is none or does not fit, or it was changed on its way
     */
    public static String decryptShared(String sharedSecret, ChannelName channel, String envelope) {
        EncryptedPayload payload = EncryptedPayload.parse(channel, envelope);
        byte[] text = new ChannelSecret(secretBytes(sharedSecret, channel)).decrypt(payload);
        if (text == null) {
            throw new DecryptionException("What came on " + LogText.name(channel.value())
                    + " can't be decrypted: the channel's secret does not fit, or it was changed on its way");
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private static byte[] secretBytes(String sharedSecret, ChannelName channel) {
        byte[] bytes = new byte[0];
        try {
            bytes = Base64.getDecoder().decode(sharedSecret);
        } catch (IllegalArgumentException e) {
            // Told below, without the secret.
        }
        if (bytes.length != 32) {
            throw new DecryptionException(
                    "The secret of " + LogText.name(channel.value()) + " must be 32 bytes in base64");
        }
        return bytes;
    }

    /**
     * What a subscriber of a channel needs to decrypt what the newest key encrypts there: base64, with padding. To be
     * given to those only who may read that channel.
     */
    public String sharedSecret(ChannelName channel) {
        return Base64.getEncoder()
                .encodeToString(newestFirst.get(0).secretOf(channel).bytes());
    }

    /**
     * How many bytes of text fit in an envelope of a size; 0 if none do. With Pusher's limit of 10 240 bytes it is 7 619.
     *
     * @param envelopeBytes the largest size of the envelope, in bytes
     */
    public static int maxTextBytes(int envelopeBytes) {
        return EncryptedPayload.maxTextBytes(envelopeBytes);
    }

    /** How many keys there are. */
    @Override
    public String toString() {
        return "EncryptionKeys[" + newestFirst.size() + "]";
    }
}
