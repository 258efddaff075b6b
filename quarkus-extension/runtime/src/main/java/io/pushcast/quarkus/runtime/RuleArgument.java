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

    /** @throws IllegalArgumentException if the channel's name has something else where a number or UUID should be */
    Object valueFor(ChannelRequest<SecurityIdentity> request) {
        return switch (source) {
            case IDENTITY -> request.user();
            case PRINCIPAL -> request.user().getPrincipal();
            case CHANNEL -> request.channel();
            case SOCKET -> request.socketId();
            case TEXT -> request.parameter(parameter);
            case INT ->
                Integer.valueOf(canonical(Integer.toString(Integer.parseInt(request.parameter(parameter))), request));
            case LONG -> Long.valueOf(canonical(Long.toString(Long.parseLong(request.parameter(parameter))), request));
            case UUID ->
                UUID.fromString(
                        canonical(UUID.fromString(request.parameter(parameter)).toString(), request));
        };
    }

    /** One value, one channel: {@code 007} and {@code +7} are channels other than {@code 7}, to which nothing is published. */
    private String canonical(String text, ChannelRequest<SecurityIdentity> request) {
        if (!text.equals(request.parameter(parameter))) {
            throw new IllegalArgumentException(
                    "'" + request.parameter(parameter) + "' is not how " + text + " is written");
        }
        return text;
    }
}
