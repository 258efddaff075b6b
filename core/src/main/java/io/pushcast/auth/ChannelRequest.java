package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.util.Map;

/**
 * A user's wish to subscribe to a channel. Immutable, as far as the user is.
 *
 * @param <U> what the application knows its users by
 * @param user who wishes it, as the application has authenticated them
 * @param channel the channel; private or presence
 * @param socketId the connection that is to subscribe. The client says so itself: do not take it for an identity
 * @param parameters what the pattern's parameters stand for in this channel's name, in the pattern's order. These are the
 *     client's words too: a rule compares them with what it knows about the user
 */
public record ChannelRequest<U>(U user, ChannelName channel, SocketId socketId, Map<String, String> parameters) {

    /**
     * What a parameter of the pattern stands for in the channel's name; never empty.
     *
     * @throws IllegalArgumentException if the pattern has no such parameter; the message names those that it has
     */
    public String parameter(String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The pattern that matched " + channel + " has no parameter '" + name
                    + "'; it has "
                    + (parameters.isEmpty() ? "none" : String.join(", ", parameters.keySet())));
        }
        return value;
    }

    /** The channel alone: what the application knows about its user is not for logs. */
    @Override
    public String toString() {
        return "ChannelRequest[" + channel + "]";
    }
}
