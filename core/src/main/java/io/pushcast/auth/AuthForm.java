package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.SocketId;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a client asks for: the two fields of its form that mean something here. */
record AuthForm(SocketId socketId, ChannelName channel) {

    private static final String SOCKET_ID = "socket_id";
    private static final String CHANNEL_NAME = "channel_name";

    /** @throws MalformedFormException if a field is missing, repeated or not what it should be */
    static AuthForm read(Map<String, List<String>> form, AuthLimits limits) {
        return new AuthForm(socketId(field(form, SOCKET_ID)), channel(field(form, CHANNEL_NAME), limits));
    }

    private static String field(Map<String, List<String>> form, String name) {
        List<String> values = form.get(name);
        if (values == null || values.isEmpty() || values.stream().allMatch(Objects::isNull)) {
            throw new MalformedFormException("The field " + name + " is missing");
        }
        if (values.size() > 1) {
            throw new MalformedFormException("The field " + name + " is there " + values.size() + " times");
        }
        return values.get(0);
    }

    private static SocketId socketId(String value) {
        try {
            return SocketId.of(value);
        } catch (InvalidMessageException e) {
            throw new MalformedFormException("The field " + SOCKET_ID + " is no socket id, such as 123.456");
        }
    }

    private static ChannelName channel(String value, AuthLimits limits) {
        if (value.length() > limits.maxChannelNameLength()) {
            throw new MalformedFormException("The field " + CHANNEL_NAME + " has " + value.length()
                    + " characters and the limit is " + limits.maxChannelNameLength());
        }
        try {
            return ChannelName.of(value);
        } catch (InvalidMessageException e) {
            throw new MalformedFormException("The field " + CHANNEL_NAME + " is no channel name");
        }
    }

    /** Names the field in words that can go to the client: never with its value. */
    static final class MalformedFormException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MalformedFormException(String message) {
            super(message);
        }
    }
}
