package io.pushcast.pusher;

import io.pushcast.message.Limits;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which server serves an app. They all speak Pusher's protocol, and differ in what they take. Immutable.
 *
 * <p>The limits are those that the servers have by default. If yours has others, give those:
 * {@code Pushcast.builder().limits(ServerProfile.SOKETI.limits().withMaxPayloadBytes(…))}. A server that is not here is
 * described by a profile that you make yourself.
 *
 * @param name names the server in settings and errors
 * @param limits what the server takes at most, unless it is set up otherwise
 * @param maxUserInfoBytes how many bytes of information about a user or presence member the server takes; at least 1
 * @param hasIdempotencyKeys whether messages carry a key by which the server knows one that it has had already
 * @param findsEscapedUserIds whether the server finds a user whose id has to be escaped in the path of a request
 */
public record ServerProfile(
        String name, Limits limits, int maxUserInfoBytes, boolean hasIdempotencyKeys, boolean findsEscapedUserIds) {

    /** Pusher Channels itself. */
    public static final ServerProfile PUSHER = new ServerProfile("PUSHER", Limits.PUSHER, 1_024, false, true);

    /**
     * soketi 1.x: payloads up to 100 KiB, names of channels up to 200 characters, and twice as much about a member. It
     * compares ids of users with what stands in the path of a request, escaped as it is there.
     */
    public static final ServerProfile SOKETI = new ServerProfile(
            "SOKETI", Limits.PUSHER.withMaxPayloadBytes(100 * 1024).withMaxChannelNameLength(200), 2_048, false, false);

    /**
     * Laravel Reverb: 10 000 bytes for the whole of a request, its headers included, so that a little less is left for a
     * payload. Quotes and line breaks within it count twice.
     */
    public static final ServerProfile REVERB = new ServerProfile(
            "REVERB", Limits.PUSHER.withMaxPayloadBytes(9_000).withMaxRequestBytes(9_400), 1_024, false, true);

    /**
     * sockudo: payloads up to 100 KiB, names of channels up to 200 characters, twice as much about a member, and it knows by
     * an idempotency key if it gets a message a second time. So what is sent again because an answer was lost reaches
     * subscribers once, for as long as the server remembers keys.
     */
    public static final ServerProfile SOCKUDO = new ServerProfile(
            "SOCKUDO", Limits.PUSHER.withMaxPayloadBytes(100 * 1024).withMaxChannelNameLength(200), 2_048, true, true);

    /** poxa: payloads up to 10 000 bytes, and no batches, so that every message is a request of its own. */
    public static final ServerProfile POXA = new ServerProfile(
            "POXA", Limits.PUSHER.withMaxPayloadBytes(10_000).withMaxBatchSize(1), 1_024, false, true);

    private static final List<ServerProfile> KNOWN = List.of(PUSHER, SOKETI, REVERB, SOCKUDO, POXA);

    /** @throws IllegalArgumentException if the name is blank, or maxUserInfoBytes less than 1 */
    public ServerProfile {
        Objects.requireNonNull(limits, "limits");
        if (name.isBlank()) {
            throw new IllegalArgumentException("The profile of a server must have a name");
        }
        if (maxUserInfoBytes < 1) {
            throw new IllegalArgumentException("maxUserInfoBytes must be at least 1, not " + maxUserInfoBytes);
        }
    }

    /** Those that are here. */
    public static List<ServerProfile> values() {
        return KNOWN;
    }

    /**
     * The one with this name, in upper or lower case, as settings give it.
     *
     * @throws IllegalArgumentException if it is none of those that are here; the message says which there are
     */
    public static ServerProfile of(String name) {
        return KNOWN.stream()
                .filter(profile -> profile.name.equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no server profile '" + name + "'; there are "
                        + String.join(
                                ", ",
                                KNOWN.stream()
                                        .map(profile -> profile.name.toLowerCase(Locale.ROOT))
                                        .toList())));
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
