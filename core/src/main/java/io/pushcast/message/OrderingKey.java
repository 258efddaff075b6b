package io.pushcast.message;

/**
 * Says which messages must keep their order: those with the same key reach Pusher in the order in which they were
 * published; between different keys nothing is promised. By default a message's key is its (first) channel.
 *
 * @param value the key; any text, empty only for {@link #NONE}
 */
public record OrderingKey(String value) {

    /** No order at all: such a message may overtake any other and be overtaken by any other. */
    public static final OrderingKey NONE = new OrderingKey("");

    /**
     * Messages with this text as key keep their order among themselves.
     *
     * @throws IllegalArgumentException if the text is empty
     */
    public static OrderingKey of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("An ordering key must not be empty; OrderingKey.NONE asks for no order");
        }
        return new OrderingKey(value);
    }

    /** Whether this asks for no order. */
    public boolean isNone() {
        return value.isEmpty();
    }

    /** The key itself, or {@code (none)}. */
    @Override
    public String toString() {
        return isNone() ? "(none)" : value;
    }
}
