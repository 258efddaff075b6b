package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.ChannelRequest;
import io.pushcast.message.SocketId;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.security.identity.SecurityIdentity;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where one argument of a rule's method comes from.
 *
 * @param source what it is
 * @param parameter the name of the pattern's parameter; empty if it is none
 * @param conversion what makes the argument from the parameter's text; null if it stays a text, or is none
 */
public record RuleArgument(
        Source source, String parameter, @Nullable RuntimeValue<Function<String, Object>> conversion) {

    /** What an argument can be. */
    public enum Source {
        /** The user, with roles and attributes. */
        IDENTITY,
        /** The user's principal. */
        PRINCIPAL,
        /** The channel's name. */
        CHANNEL,
        /** The connection that is to subscribe, or to sign in. */
        SOCKET,
        /** A parameter of the pattern. */
        PARAMETER
    }

    Object valueFor(ChannelRequest<SecurityIdentity> request) {
        return switch (source) {
            case CHANNEL -> request.channel();
            case PARAMETER ->
                conversion == null ? request.parameter(parameter) : request.parameter(parameter, conversion.getValue());
            case IDENTITY, PRINCIPAL, SOCKET -> valueFor(request.user(), request.socketId());
        };
    }

    Object valueFor(SecurityIdentity user, SocketId socket) {
        return switch (source) {
            case IDENTITY -> user;
            case PRINCIPAL -> user.getPrincipal();
            case SOCKET -> socket;
            case CHANNEL, PARAMETER -> throw new IllegalStateException("There is no channel, and so no " + source);
        };
    }
}
