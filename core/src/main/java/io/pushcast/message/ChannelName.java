package io.pushcast.message;

import org.jspecify.annotations.Nullable;

/**
 * The name of a Pusher channel, checked when it is made.
 *
 * <p>A name has one or more of the characters {@code A-Z a-z 0-9 _ - = @ , . ;}. Its length is limited by the server and
 * so is checked against {@link Limits} when a message is published. Names that start with {@code private-},
 * {@code presence-}, {@code private-encrypted-}, {@code cache-} and their combinations have a meaning to Pusher, see
 * {@link ChannelType}. Immutable and safe for use by several threads.
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
     * @throws InvalidMessageException if the id is empty, or has control characters
     * @see <a href="https://pusher.com/docs/channels/server_api/server-to-user/">Sending messages to users</a>
     */
    public static ChannelName ofUser(String userId) {
        return new ChannelName(USER_PREFIX + userId);
    }

    /** The id of the user whose channel this is; null if it is no user's channel. */
    @Nullable
    String userId() {
        return value.startsWith(USER_PREFIX) ? value.substring(USER_PREFIX.length()) : null;
    }

    /** What the prefix of the name makes of the channel. */
    public ChannelType type() {
        return ChannelType.of(value);
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
}
