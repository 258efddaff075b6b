package io.pushcast.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link ChannelRule} says about one subscription. Immutable. */
public sealed interface AuthDecision {

    /** The user may subscribe. Enough for a private channel; a presence channel needs {@link #member}. */
    static AuthDecision allow() {
        return Allow.ALLOW;
    }

    /** The user may not subscribe. */
    static AuthDecision deny() {
        return Deny.DENY;
    }

    /** The user may subscribe and, on a presence channel, is shown to the others as this member. */
    static AuthDecision member(PresenceMember member) {
        return new Member(member);
    }

    /**
     * The user may subscribe and, on a presence channel, is shown to the others with this id and information.
     *
     * @throws IllegalArgumentException if the id is empty
     */
    static AuthDecision member(String id, @Nullable Object info) {
        return new Member(new PresenceMember(id, info));
    }

    /** The user may subscribe to a private channel. */
    enum Allow implements AuthDecision {
        /** The only one. */
        ALLOW
    }

    /** The user may not subscribe. */
    enum Deny implements AuthDecision {
        /** The only one. */
        DENY
    }

    /**
     * The user may subscribe, on a presence channel as a member.
     *
     * @param member who the others see; without meaning on a private channel
     */
    record Member(PresenceMember member) implements AuthDecision {

        /** @throws NullPointerException if there is no member */
        public Member {
            Objects.requireNonNull(member, "member");
        }
    }
}
