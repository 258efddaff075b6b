package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.text.LogText;
import java.time.DateTimeException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

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
            throw new IllegalArgumentException(
                    "The pattern that matched " + LogText.name(channel.value()) + " has no parameter '" + name
                            + "'; it has "
                            + (parameters.isEmpty() ? "none" : String.join(", ", parameters.keySet())));
        }
        return value;
    }

    /**
     * What a parameter of the pattern stands for, converted: {@code request.parameter("orderId", Long::valueOf)}. A value
     * that the conversion does not take is a channel that does not exist: the endpoint then refuses it with 403, like any
     * other, and the rule needs no code for it.
     *
     * <p>So is a {@link Number} or {@link UUID} that is not written as its {@code toString} has it:
     * {@code private-orders.007} is a channel other than {@code private-orders.7}, to which nothing is published. For
     * other types, the conversion itself has to take only one text for a value.
     *
     * @param conversion says that it does not take a text by {@link IllegalArgumentException} (also
     *     {@link NumberFormatException}) or {@link DateTimeException}; what else it throws fails the rule
     * @throws IllegalArgumentException if the pattern has no such parameter; the message names those that it has
     */
    public <T> T parameter(String name, Function<? super String, ? extends T> conversion) {
        String text = parameter(name);
        T value;
        try {
            value = conversion.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new InvalidParameterException("the parameter '" + name + "' can't have this value", e);
        }
        if ((value instanceof Number || value instanceof UUID)
                && !value.toString().equals(text)) {
            throw new InvalidParameterException(
                    "the parameter '" + name + "' has a value that is written otherwise", null);
        }
        return value;
    }

    /** The channel alone: what the application knows about its user is not for logs. */
    @Override
    public String toString() {
        return "ChannelRequest[" + LogText.name(channel.value()) + "]";
    }
}
