package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.SocketId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client asks for: the fields of its form that mean something here.
 *
 * @param subscriptions one for each channel, in the form's order; a channel that is named twice is there once
 * @param isBatch whether they were asked for as several at once, even if it is one
 */
record AuthForm(List<RequestedSubscription> subscriptions, boolean isBatch) {

    private static final String SOCKET_ID = "socket_id";
    private static final String CHANNEL_NAME = "channel_name";
    private static final Pattern INDEXED_CHANNEL_NAME = Pattern.compile("channel_name\\[(0|[1-9][0-9]{0,5})]");

    /** @throws MalformedFormException if a field is missing, repeated or not what it should be, or there are too many */
    static AuthForm read(Map<String, List<String>> form, AuthLimits limits) {
        SocketId socketId = socketId(form);
        List<String> fields = channelFields(form, limits);
        List<RequestedSubscription> subscriptions = new ArrayList<>();
        for (String field : fields) {
            RequestedSubscription subscription =
                    new RequestedSubscription(socketId, channel(field, field(form, field), limits));
            if (!subscriptions.contains(subscription)) {
                subscriptions.add(subscription);
            }
        }
        return new AuthForm(List.copyOf(subscriptions), !fields.get(0).equals(CHANNEL_NAME));
    }

    /** @throws MalformedFormException if it is missing, repeated or no socket id */
    static SocketId socketId(Map<String, List<String>> form) {
        try {
            return SocketId.of(field(form, SOCKET_ID));
        } catch (InvalidMessageException e) {
            throw new MalformedFormException("The field " + SOCKET_ID + " is no socket id, such as 123.456");
        }
    }

    /** The names of the fields that name channels: the usual one, or those with an index in their order. */
    private static List<String> channelFields(Map<String, List<String>> form, AuthLimits limits) {
        SortedMap<Integer, String> indexed = new TreeMap<>();
        for (String name : form.keySet()) {
            Matcher matcher = INDEXED_CHANNEL_NAME.matcher(name == null ? "" : name);
            if (matcher.matches()) {
                indexed.put(Integer.valueOf(matcher.group(1)), name);
            }
        }
        if (indexed.isEmpty()) {
            return List.of(CHANNEL_NAME);
        }
        if (form.containsKey(CHANNEL_NAME)) {
            throw new MalformedFormException(
                    "There are fields " + CHANNEL_NAME + " and " + CHANNEL_NAME + "[…]; one channel has no index");
        }
        if (indexed.size() > limits.maxChannelsPerForm()) {
            throw new MalformedFormException("The form asks for " + indexed.size() + " channels and the limit is "
                    + limits.maxChannelsPerForm());
        }
        return List.copyOf(indexed.values());
    }

    private static String field(Map<String, List<String>> form, String name) {
        List<String> values = form.get(name);
        if (values == null || values.isEmpty() || values.stream().allMatch(Objects::isNull)) {
            throw new MalformedFormException("The field " + name + " is missing"
                    + (form.isEmpty() ? "; the body must be a form (application/x-www-form-urlencoded)" : ""));
        }
        if (values.size() > 1) {
            throw new MalformedFormException("The field " + name + " is there " + values.size() + " times");
        }
        return values.get(0);
    }

    private static ChannelName channel(String field, String value, AuthLimits limits) {
        if (value.length() > limits.maxChannelNameLength()) {
            throw new MalformedFormException("The field " + field + " has " + value.length()
                    + " characters and the limit is " + limits.maxChannelNameLength());
        }
        try {
            return ChannelName.of(value);
        } catch (InvalidMessageException e) {
            throw new MalformedFormException("The field " + field + " is no channel name");
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
