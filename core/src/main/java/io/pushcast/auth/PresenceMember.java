package io.pushcast.auth;

import io.pushcast.text.LogText;
import org.jspecify.annotations.Nullable;

/**
 * Who the subscribers of a presence channel see.
 *
 * @param id the user's id; several connections with the same id are one member. Not empty; Pusher takes up to 128 characters
 * @param info what the others are told about the user: what is written as a JSON object, such as a record or a map, up to 1 KB
 *     with Pusher; null for nothing. All members see it, so it should hold what is public only
 * @see <a href="https://pusher.com/docs/channels/using_channels/presence-channels/">Presence channels</a>
 */
public record PresenceMember(String id, @Nullable Object info) {

    /** @throws IllegalArgumentException if the id is empty */
    public PresenceMember {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("The id of a presence member must not be empty");
        }
    }

    /**
     * The member with this id, about whom the others are told nothing else.
     *
     * @throws IllegalArgumentException if the id is empty
     */
    public static PresenceMember of(String id) {
        return new PresenceMember(id, null);
    }

    /**
     * The member with this id and information.
     *
     * @throws IllegalArgumentException if the id is empty
     */
    public static PresenceMember of(String id, @Nullable Object info) {
        return new PresenceMember(id, info);
    }

    /** The id alone: what is known about a user is not for logs. */
    @Override
    public String toString() {
        return "PresenceMember[" + LogText.name(id) + "]";
    }
}
