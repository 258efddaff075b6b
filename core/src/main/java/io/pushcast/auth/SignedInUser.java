package io.pushcast.auth;

import io.pushcast.text.LogText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user as Pusher knows them once a connection has signed in. Immutable, as far as the information is.
 *
 * @param id the user's id: messages to the user go there, and by it the user's connections are terminated. Not empty; Pusher
 *     takes up to 128 characters
 * @param info what is known about the user, as JSON up to 1 KB with Pusher; null for nothing. Other users may see it
 * @param watchlist ids of the users whose coming and going this one is told; Pusher takes up to 100
 * @see <a href="https://pusher.com/docs/channels/using_channels/user-authentication/">User authentication</a>
 */
public record SignedInUser(String id, @Nullable Object info, List<String> watchlist) {

    /** @throws IllegalArgumentException if an id is empty */
    public SignedInUser {
        watchlist = List.copyOf(watchlist);
        if (id.isEmpty()) {
            throw new IllegalArgumentException("The id of a user must not be empty");
        }
        if (watchlist.contains("")) {
            throw new IllegalArgumentException("The watchlist of the user " + LogText.quoted(id) + " has an empty id");
        }
    }

    /**
     * The user with this id, about whom nothing else is told.
     *
     * @throws IllegalArgumentException if the id is empty
     */
    public static SignedInUser of(String id) {
        return new SignedInUser(id, null, List.of());
    }

    /**
     * The user with this id and information.
     *
     * @throws IllegalArgumentException if the id is empty
     */
    public static SignedInUser of(String id, @Nullable Object info) {
        return new SignedInUser(id, info, List.of());
    }

    /**
     * The same user, who is told when these come and go.
     *
     * @throws IllegalArgumentException if an id is empty
     */
    public SignedInUser watching(List<String> userIds) {
        return new SignedInUser(id, info, userIds);
    }

    /** The id alone: what is known about a user is not for logs. */
    @Override
    public String toString() {
        return "SignedInUser[" + LogText.name(id) + "]";
    }
}
