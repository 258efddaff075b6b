package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * What two patterns have in common, found by reading with both at once whatever names there could be. Since reading a
 * pattern never has two ways to go on, there are few pairs of states, and the answers are exact.
 */
final class PatternOverlap {

    /** The characters that names of channels can have. */
    static final String ALPHABET = alphabet();

    private static final List<ChannelName.Type> TYPES = List.of(ChannelName.Type.values());

    private PatternOverlap() {}

    /** The shortest name that both match, or empty if there is none. */
    static Optional<String> commonName(ChannelPattern one, ChannelPattern other) {
        return one.type() == other.type() ? shortestName(one, other, true) : Optional.empty();
    }

    /** Whether the first matches every name that the second matches. */
    static boolean covers(ChannelPattern wide, ChannelPattern narrow) {
        return wide.type() == narrow.type() && shortestName(wide, narrow, false).isEmpty();
    }

    /** The shortest name that the other pattern matches, and the one pattern does or doesn't. */
    private static Optional<String> shortestName(ChannelPattern one, ChannelPattern other, boolean oneMatches) {
        Set<Reading.Place> seen = new HashSet<>();
        Queue<Reading> readings = new ArrayDeque<>();
        readings.add(new Reading("", one.start(), other.start()));
        while (!readings.isEmpty()) {
            Reading reading = readings.remove();
            if (other.accepts(reading.inOther()) && one.accepts(reading.inOne()) == oneMatches) {
                return Optional.of(reading.name());
            }
            for (int i = 0; i < ALPHABET.length(); i++) {
                char c = ALPHABET.charAt(i);
                int inOther = other.next(reading.inOther(), c);
                int inOne = one.next(reading.inOne(), c);
                if (ChannelPattern.isDead(inOther) || (oneMatches && ChannelPattern.isDead(inOne))) {
                    continue;
                }
                Reading next = new Reading(reading.name() + c, inOne, inOther);
                if (!next.isOfMoreSpecialTypeThan(other.type()) && seen.add(next.place())) {
                    readings.add(next);
                }
            }
        }
        return Optional.empty();
    }

    /** From the end, so that the names that are found have letters and not signs. */
    private static String alphabet() {
        StringBuilder legal = new StringBuilder();
        for (char c = 127; c > 0; c--) {
            if (ChannelName.firstIllegal(String.valueOf(c), 0) < 0) {
                legal.append(c);
            }
        }
        return legal.toString();
    }

    /** The beginning of a name, and where the two patterns are behind it. */
    private record Reading(String name, int inOne, int inOther) {

        boolean isOfMoreSpecialTypeThan(ChannelName.Type type) {
            return ChannelName.Type.of(name).prefix().length() > type.prefix().length();
        }

        Place place() {
            return new Place(inOne, inOther, couldBecomeMoreSpecial() ? name : "");
        }

        private boolean couldBecomeMoreSpecial() {
            for (ChannelName.Type type : TYPES) {
                if (type.prefix().startsWith(name)) {
                    return true;
                }
            }
            return false;
        }

        /** What decides how a name can go on: of the name itself, only a beginning that may yet change its type. */
        record Place(int inOne, int inOther, String beginning) {}
    }
}
