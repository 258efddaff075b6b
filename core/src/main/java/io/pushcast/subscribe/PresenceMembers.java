package io.pushcast.subscribe;

import io.pushcast.auth.PresenceMember;
import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is on a presence channel, and what has just changed. Immutable.
 *
 * @param channel the channel
 * @param change what has changed
 * @param member who joined or left; null for a snapshot
 * @param all everybody who is on the channel now, this subscriber's own member included. What is told about a member is in Java's
 *     own types: an object is a {@code Map<String, Object>}
 */
public record PresenceMembers(
        ChannelName channel, Change change, @Nullable PresenceMember member, List<PresenceMember> all) {

    /** What has changed. */
    public enum Change {
        /** The subscription is there, for the first time or again: these are all members, and who is not among them is gone. */
        SNAPSHOT,
        /** A member joined. */
        JOINED,
        /** A member left. */
        LEFT
    }

    /** Takes a copy. */
    public PresenceMembers {
        all = List.copyOf(all);
    }

    /** The member with this id, if it is on the channel now. */
    public Optional<PresenceMember> find(String id) {
        return all.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return "PresenceMembers[" + LogText.name(channel.value()) + ", " + change
                + (member == null ? "" : " " + LogText.name(member.id())) + ", " + all.size() + " members]";
    }
}
