package io.pushcast.auth;

import io.pushcast.pusher.ServerProfile;
import java.time.Duration;

/**
 * What a server takes at most in a subscription or a sign-in, and an endpoint in a form and of a rule's time.
 *
 * <p>Pusher's are {@link #PUSHER}, those of another server {@link #of(ServerProfile)}; the {@code with…} methods change
 * one of them: {@code AuthLimits.PUSHER.withMaxDecisionTime(Duration.ofSeconds(3))}.
 *
 * @param maxChannelNameLength characters of a channel name; at least 1
 * @param maxUserIdLength characters of the id of a user or presence member; at least 1
 * @param maxUserInfoBytes bytes of the information about a user or presence member, as UTF-8 after JSON encoding; at
 *     least 1
 * @param maxWatchlistSize users that one user can watch; at least 1
 * @param maxChannelsPerForm channels that a client may ask for in one form; at least 1. Each of them asks a rule
 * @param maxDecisionTime how long a rule's stage may take until it is taken for failed and cancelled, and the rules of all
 *     channels of a form together; at least a millisecond. It does not interrupt a rule that decides in the calling thread
 * @see <a href="https://pusher.com/docs/channels/using_channels/presence-channels/">Presence channels</a>
 * @see <a href="https://pusher.com/docs/channels/using_channels/watchlist-events/">Watchlist events</a>
 */
public record AuthLimits(
        int maxChannelNameLength,
        int maxUserIdLength,
        int maxUserInfoBytes,
        int maxWatchlistSize,
        int maxChannelsPerForm,
        Duration maxDecisionTime) {

    /**
     * Pusher's: names of 164 characters, ids of 128, information of 1 024 bytes, 100 users watched. Our own: 100
     * channels a form, 10 seconds for a decision.
     */
    public static final AuthLimits PUSHER = new AuthLimits(164, 128, 1_024, 100, 100, Duration.ofSeconds(10));

    /** @throws IllegalArgumentException if a number is less than 1, or the time less than a millisecond */
    public AuthLimits {
        requirePositive("maxChannelNameLength", maxChannelNameLength);
        requirePositive("maxUserIdLength", maxUserIdLength);
        requirePositive("maxUserInfoBytes", maxUserInfoBytes);
        requirePositive("maxWatchlistSize", maxWatchlistSize);
        requirePositive("maxChannelsPerForm", maxChannelsPerForm);
        if (maxDecisionTime.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("maxDecisionTime must be at least 1 ms, not " + maxDecisionTime);
        }
    }

    /** What this server takes at most, unless it is set up otherwise; {@link #PUSHER} for what it does not limit. */
    public static AuthLimits of(ServerProfile server) {
        return PUSHER.withMaxChannelNameLength(server.limits().maxChannelNameLength())
                .withMaxUserInfoBytes(server.maxUserInfoBytes());
    }

    /** The same but for the length of channel names, in characters. */
    public AuthLimits withMaxChannelNameLength(int characters) {
        return new AuthLimits(
                characters, maxUserIdLength, maxUserInfoBytes, maxWatchlistSize, maxChannelsPerForm, maxDecisionTime);
    }

    /** The same but for the length of ids, in characters. */
    public AuthLimits withMaxUserIdLength(int characters) {
        return new AuthLimits(
                maxChannelNameLength,
                characters,
                maxUserInfoBytes,
                maxWatchlistSize,
                maxChannelsPerForm,
                maxDecisionTime);
    }

    /** The same but for the information about a user or member, in bytes. */
    public AuthLimits withMaxUserInfoBytes(int bytes) {
        return new AuthLimits(
                maxChannelNameLength, maxUserIdLength, bytes, maxWatchlistSize, maxChannelsPerForm, maxDecisionTime);
    }

    /** The same but for the users that one user can watch. */
    public AuthLimits withMaxWatchlistSize(int users) {
        return new AuthLimits(
                maxChannelNameLength, maxUserIdLength, maxUserInfoBytes, users, maxChannelsPerForm, maxDecisionTime);
    }

    /** The same but for the channels of one form. */
    public AuthLimits withMaxChannelsPerForm(int channels) {
        return new AuthLimits(
                maxChannelNameLength, maxUserIdLength, maxUserInfoBytes, maxWatchlistSize, channels, maxDecisionTime);
    }

    /** The same but for the time that a decision may take. */
    public AuthLimits withMaxDecisionTime(Duration time) {
        return new AuthLimits(
                maxChannelNameLength, maxUserIdLength, maxUserInfoBytes, maxWatchlistSize, maxChannelsPerForm, time);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
