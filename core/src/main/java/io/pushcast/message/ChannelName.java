package io.pushcast.message;

import io.pushcast.text.LogText;
import org.jspecify.annotations.Nullable;

/**
 * The name of a Pusher channel, checked when it is made.
 *
 * <p>A name has one or more of the characters {@code A-Z a-z 0-9 _ - = @ , . ;}. Its length is limited by the server and
 * so is checked against {@link Limits} when a message is published. Names that start with {@code private-},
 * {@code presence-}, {@code private-encrypted-}, {@code cache-} and their combinations have a meaning to Pusher, see
 * {@link Type}. Immutable and safe for use by several threads.
 *
 * @param value the name as Pusher sees it
 * @see <a href="https://pusher.com/docs/channels/using_channels/channels/#channel-naming-conventions">Channel naming</a>
 */
public record ChannelName(String value) {

    private static final String USER_PREFIX = "#server-to-user-";
    private static final String ALLOWED = "A-Z a-z 0-9 _ - = @ , . ;";

    /** @throws InvalidMessageException if the name is empty or has a character that it can't have */
    public ChannelName {
        int start = value.startsWith(USER_PREFIX) ? USER_PREFIX.length() : 0;
        if (value.length() == start) {
            throw new InvalidMessageException(
                    start == 0
                            ? "A channel name must not be empty"
                            : "The user channel " + LogText.quoted(value) + " lacks the user's id");
        }
        if (start > 0) {
            checkUserId(value.substring(start));
        } else {
            int bad = firstIllegal(value, 0);
            if (bad >= 0) {
                throw new InvalidMessageException("The channel name " + LogText.quoted(value) + " has the character "
                        + LogText.character(value.charAt(bad)) + " at position " + bad + "; channel names are made of "
                        + ALLOWED);
            }
        }
    }

    /** User ids are the application's own, and Pusher does not say what they are made of; these would break a request. */
    private static void checkUserId(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean isHalf = Character.isSurrogate(c)
                    && !(Character.isHighSurrogate(c)
                            && i + 1 < id.length()
                            && Character.isLowSurrogate(id.charAt(i + 1)));
            if (Character.isISOControl(c) || isHalf) {
                throw new InvalidMessageException("The user's id has the character " + LogText.character(c)
                        + " at position " + i + "; control characters and halves of characters can't be sent");
            }
            i += Character.isSurrogate(c) ? 1 : 0;
        }
    }

    /**
     * The channel with this name.
     *
     * @throws InvalidMessageException if the name is empty or has a character that channel names can't have
     */
    public static ChannelName of(String value) {
        return new ChannelName(value);
    }

    /**
     * The channel on which the server reaches one signed-in user, on whatever connections that user has.
     *
     * @throws InvalidMessageException if the id is null or empty, or has control characters
     * @see <a href="https://pusher.com/docs/channels/server_api/server-to-user/">Sending messages to users</a>
     */
    public static ChannelName ofUser(String userId) {
        if (userId == null) {
            // Or it would be the channel of a user called "null".
            throw new InvalidMessageException("The id of a user is null; give the id under which the user signs in");
        }
        return new ChannelName(USER_PREFIX + userId);
    }

    /** The id of the user whose channel this is; null if it is no user's channel. */
    @Nullable
    String userId() {
        return value.startsWith(USER_PREFIX) ? value.substring(USER_PREFIX.length()) : null;
    }

    /** What the prefix of the name makes of the channel. */
    public Type type() {
        return Type.of(value);
    }

    /** The position of the first character from {@code from} on that channel names can't have, or -1. */
    public static int firstIllegal(CharSequence text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!isLegal(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isLegal(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "_-=@,.;".indexOf(c) >= 0;
    }

    /** The name itself. */
    @Override
    public String toString() {
        return value;
    }

    /**
     * What the prefix of a channel's name makes of it.
     *
     * @see <a href="https://pusher.com/docs/channels/using_channels/channels/">Channel types</a>
     */
    public enum Type {
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

        private static final Type[] LONGEST_PREFIX_FIRST = values();

        private final String prefix;

        Type(String prefix) {
            this.prefix = prefix;
        }

        /** The type of a channel of this name; the longest prefix decides. */
        public static Type of(String channelName) {
            for (Type type : LONGEST_PREFIX_FIRST) {
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
}
