package io.pushcast.auth;

/**
 * What a server takes at most in a subscription or a sign-in, and this endpoint in a form. The defaults are those of Pusher
 * Channels; servers that speak its protocol differ.
 *
 * @param maxChannelNameLength characters of a channel name; at least 1
 * @param maxUserIdLength characters of the id of a user or presence member; at least 1
 * @param maxUserInfoBytes bytes of the information about a user or presence member, as UTF-8 after JSON encoding; at least 1
 * @param maxWatchlistSize users that one user can watch; at least 1
 * @param maxChannelsPerForm channels that a client may ask for in one form; at least 1. Each of them asks a rule
 * @see <a href="https://pusher.com/docs/channels/using_channels/presence-channels/">Presence channels</a>
 * @see <a href="https://pusher.com/docs/channels/using_channels/watchlist-events/">Watchlist events</a>
 */
public record AuthLimits(
        int maxChannelNameLength,
        int maxUserIdLength,
        int maxUserInfoBytes,
        int maxWatchlistSize,
        int maxChannelsPerForm) {

    /** Pusher's: names of 164 characters, ids of 128, information of 1 024 bytes, 100 users watched; 100 channels a form. */
    public static final AuthLimits PUSHER = new AuthLimits(164, 128, 1_024, 100, 100);

    /** @throws IllegalArgumentException if a limit is less than 1 */
    public AuthLimits {
        requirePositive("maxChannelNameLength", maxChannelNameLength);
        requirePositive("maxUserIdLength", maxUserIdLength);
        requirePositive("maxUserInfoBytes", maxUserInfoBytes);
        requirePositive("maxWatchlistSize", maxWatchlistSize);
        requirePositive("maxChannelsPerForm", maxChannelsPerForm);
    }

    /**
     * These limits, and {@linkplain #PUSHER Pusher's} for watchlists and forms.
     *
     * @throws IllegalArgumentException if a limit is less than 1
     */
    public AuthLimits(int maxChannelNameLength, int maxUserIdLength, int maxUserInfoBytes) {
        this(
                maxChannelNameLength,
                maxUserIdLength,
                maxUserInfoBytes,
                PUSHER.maxWatchlistSize,
                PUSHER.maxChannelsPerForm);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
