package io.pushcast.quarkus.runtime;

import io.pushcast.auth.ChannelRequest;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.UUID;

/**
 * Where one argument of a rule's method comes from.
 *
 * @param source what it is
 * @param parameter the name of the pattern's parameter; empty if it is none
 */
public record RuleArgument(Source source, String parameter) {

    /** What an argument can be. */
    public enum Source {
        /** The user, with roles and attributes. */
        IDENTITY,
        /** The user's principal. */
        PRINCIPAL,
        /** The channel's name. */
        CHANNEL,
        /** The connection that is to subscribe. */
        SOCKET,
        /** A parameter of the pattern, as it is. */
        TEXT,
        /** A parameter of the pattern, as a number. */
        INT,
        /** A parameter of the pattern, as a number. */
        LONG,
        /** A parameter of the pattern, as a UUID. */
        UUID
    }

    Object valueFor(ChannelRequest<SecurityIdentity> request) {
        return switch (source) {
            case IDENTITY -> request.user();
            case PRINCIPAL -> request.user().getPrincipal();
            case CHANNEL -> request.channel();
            case SOCKET -> request.socketId();
            case TEXT -> request.parameter(parameter);
            case INT -> request.parameter(parameter, Integer::valueOf);
            case LONG -> request.parameter(parameter, Long::valueOf);
            case UUID -> request.parameter(parameter, UUID::fromString);
        };
    }
}
