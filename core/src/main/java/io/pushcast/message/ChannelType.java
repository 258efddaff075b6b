package io.pushcast.message;

/**
 * What the prefix of a channel's name makes of it.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/channels/">Channel types</a>
 */
public enum ChannelType {
    /** {@code private-encrypted-cache-…}: end-to-end encrypted, and the last event is kept for new subscribers. */
    ENCRYPTED_CACHE("private-encrypted-cache-"),
    /** {@code private-encrypted-…}: private, and Pusher sees only ciphertext. */
    ENCRYPTED("private-encrypted-"),
    /** {@code private-cache-…}: private, and the last event is kept for new subscribers. */
    PRIVATE_CACHE("private-cache-"),
    /** {@code private-…}: a subscription must be authorised. */
    PRIVATE("private-"),
    /** {@code presence-cache-…}: presence, and the last event is kept for new subscribers. */
    PRESENCE_CACHE("presence-cache-"),
    /** {@code presence-…}: a subscription must be authorised, and the members see each other. */
    PRESENCE("presence-"),
    /** {@code cache-…}: public, and the last event is kept for new subscribers. */
    CACHE("cache-"),
    /** {@code #server-to-user-…}: reaches one signed-in user. */
    USER("#server-to-user-"),
    /** Everything else: anybody who has the app's key may subscribe. */
    PUBLIC("");

    private static final ChannelType[] LONGEST_PREFIX_FIRST = values();

    private final String prefix;

    ChannelType(String prefix) {
        this.prefix = prefix;
    }

    /** The type of a channel of this name; the longest prefix decides. */
    public static ChannelType of(String channelName) {
        for (ChannelType type : LONGEST_PREFIX_FIRST) {
            if (channelName.startsWith(type.prefix)) {
                return type;
            }
        }
        return PUBLIC;
    }

    /** What names of this type start with; empty for {@link #PUBLIC}. */
    public String prefix() {
        return prefix;
    }

    /** Whether a subscription to such a channel must be authorised by the application. */
    public boolean needsAuthorization() {
        return this != PUBLIC && this != CACHE && this != USER;
    }

    /** Whether the members of such a channel are known to each other. */
    public boolean isPresence() {
        return this == PRESENCE || this == PRESENCE_CACHE;
    }

    /** Whether what is published to such a channel is encrypted before it leaves the service. */
    public boolean isEncrypted() {
        return this == ENCRYPTED || this == ENCRYPTED_CACHE;
    }

    /** Whether the last event of such a channel is kept for new subscribers. */
    public boolean isCache() {
        return this == CACHE || this == PRIVATE_CACHE || this == PRESENCE_CACHE || this == ENCRYPTED_CACHE;
    }
}
