package io.pushcast.testing;

import java.util.List;

/**
 * How a server is known to differ.
 *
 * @param reason why it does, for people
 * @param words what the failure of the test says then, all of it; another failure is none that is known
 */
public record KnownDifference(String reason, List<String> words) {

    /** @throws IllegalArgumentException if there are no words: then any failure would do */
    public KnownDifference {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("A known difference must say what its test fails with: " + reason);
        }
    }

    public static KnownDifference of(String reason, String... words) {
        return new KnownDifference(reason, List.of(words));
    }

    boolean isSeenIn(Throwable failure) {
        return words.stream().allMatch(failure.toString()::contains);
    }
}
