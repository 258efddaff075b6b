package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * What two patterns have in common, found by reading with both at once whatever names there could be. Since reading a
 * pattern never has two ways to go on, the pairs of states that can be reached are few, and the answers are exact.
 */
final class Overlap {

    private static final String ALPHABET = alphabet();

    private Overlap() {}

    /** The shortest name that both match, or empty if there is none. */
    static Optional<String> commonName(ChannelPattern one, ChannelPattern other) {
        if (one.type() != other.type()) {
            return Optional.empty();
        }
        Set<States> seen = new HashSet<>();
        Queue<Reading> readings = new ArrayDeque<>();
        readings.add(new Reading("", new States(one.start(), other.start())));
        while (!readings.isEmpty()) {
            Reading reading = readings.remove();
            States states = reading.states();
            if (one.accepts(states.one()) && other.accepts(states.other())) {
                return Optional.of(reading.name());
            }
            for (int i = 0; i < ALPHABET.length(); i++) {
                char c = ALPHABET.charAt(i);
                States next = states.next(one, other, c);
                if (!ChannelPattern.isDead(next.one()) && !ChannelPattern.isDead(next.other()) && seen.add(next)) {
                    readings.add(new Reading(reading.name() + c, next));
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the first matches every name that the second matches. */
    static boolean covers(ChannelPattern wide, ChannelPattern narrow) {
        if (wide.type() != narrow.type()) {
            return false;
        }
        Set<States> seen = new HashSet<>();
        Queue<States> open = new ArrayDeque<>();
        open.add(new States(wide.start(), narrow.start()));
        while (!open.isEmpty()) {
            States states = open.remove();
            if (narrow.accepts(states.other()) && !wide.accepts(states.one())) {
                return false;
            }
            for (int i = 0; i < ALPHABET.length(); i++) {
                States next = states.next(wide, narrow, ALPHABET.charAt(i));
                if (ChannelPattern.isDead(next.other())) {
                    continue;
                }
                // Every state leads to some name that matches: here, to one that only the narrow pattern does.
                if (ChannelPattern.isDead(next.one())) {
                    return false;
                }
                if (seen.add(next)) {
                    open.add(next);
                }
            }
        }
        return true;
    }

    private static String alphabet() {
        StringBuilder legal = new StringBuilder();
        for (char c = 127; c > 0; c--) {
            if (ChannelName.firstIllegal(String.valueOf(c), 0) < 0) {
                legal.append(c);
            }
        }
        // From the end, so that examples have letters and not signs.
        return legal.toString();
    }

    private record States(int one, int other) {

        States next(ChannelPattern onePattern, ChannelPattern otherPattern, char c) {
            return new States(onePattern.next(one, c), otherPattern.next(other, c));
        }
    }

    private record Reading(String name, States states) {}
}
