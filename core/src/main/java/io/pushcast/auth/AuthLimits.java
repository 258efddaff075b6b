package io.pushcast.auth;

/**
 * What a server takes at most in a subscription. The defaults are those of Pusher Channels; servers that speak its
 * protocol differ.
 *
 * @param maxChannelNameLength characters of a channel name; at least 1
 * @param maxUserIdLength characters of a presence member's id; at least 1
 * @param maxUserInfoBytes bytes of a presence member's information, as UTF-8 after JSON encoding; at least 1
 * @see <a href="https://pusher.com/docs/channels/using_channels/presence-channels/">Presence channels</a>
 */
public record AuthLimits(int maxChannelNameLength, int maxUserIdLength, int maxUserInfoBytes) {

    /** Pusher's: names of 164 characters, ids of 128, information of 1 024 bytes. */
    public static final AuthLimits PUSHER = new AuthLimits(164, 128, 1_024);

    /** @throws IllegalArgumentException if a limit is less than 1 */
    public AuthLimits {
        requirePositive("maxChannelNameLength", maxChannelNameLength);
        requirePositive("maxUserIdLength", maxUserIdLength);
        requirePositive("maxUserInfoBytes", maxUserInfoBytes);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
