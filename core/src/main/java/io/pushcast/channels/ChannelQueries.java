package io.pushcast.channels;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonReadException;
import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.pusher.PusherTransport.ApiResponse;
import io.pushcast.text.LogText;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the server what is going on in the channels of one app. Safe for use by several threads.
 *
 * <p>Queries go out on the connections that publishing uses, at once, and are not repeated when the server refuses them
 * or is down (a connection lost on the way is tried once more, since asking changes nothing). Nobody's circuit breaker
 * counts them. A stage completes exceptionally with a {@link ChannelQueryException}; what could never work is thrown at
 * once. Stages complete on the threads on which {@link CompletableFuture} runs asynchronous tasks.
 *
 * <p>What the server tells was true a moment ago. Where every change matters, use webhooks.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">Pusher's HTTP API</a>
 */
public final class ChannelQueries {

    /** What stands for itself in a path: all else is escaped there. */
    private static final Pattern UNESCAPED = Pattern.compile("[A-Za-z0-9._~!$&'()*+,;=:@-]+");

    private final PusherTransport transport;
    private final JsonCodec json;

    /**
     * Queries about the app of a transport, which is not closed by it.
     *
     * @param json reads the answers
     * @throws UnsupportedOperationException if the codec can only write
     */
    public ChannelQueries(PusherTransport transport, JsonCodec json) {
        this.transport = Objects.requireNonNull(transport, "transport");
        this.json = Objects.requireNonNull(json, "json");
        // A codec that can only write is refused now, and not with the first answer.
        json.read("{}");
    }

    /** The channels that anybody is subscribed to, by name. */
    public CompletionStage<Map<String, ChannelState>> occupied() {
        return occupied("");
    }

    /**
     * The channels that anybody is subscribed to and whose names begin like this, by name. The names are as the server
     * has them.
     *
     * @param prefix such as {@code presence-room.}; empty for all
     * @param attributes what to tell of each: {@link ChannelInfo.Attribute#USER_COUNT} only with a prefix that begins with
     *     {@code presence-}; many servers know {@link ChannelInfo.Attribute#SUBSCRIPTION_COUNT} too, Pusher does not
     *     document it
     * @throws InvalidMessageException if the prefix can't begin a channel's name, or does not fit an attribute
     */
    public CompletionStage<Map<String, ChannelState>> occupied(String prefix, ChannelInfo.Attribute... attributes) {
        Set<ChannelInfo.Attribute> wanted = Set.copyOf(Arrays.asList(attributes));
        checkPrefix(prefix, wanted);
        Map<String, String> parameters = parameters(wanted);
        if (!prefix.isEmpty()) {
            parameters.put("filter_by_prefix", prefix);
        }
        return ask("The query for occupied channels", "/channels", parameters, StateReader::channels);
    }

    /**
     * What one channel is like, occupied or not.
     *
     * @param attributes what else to tell: {@link ChannelInfo.Attribute#USER_COUNT} of a presence channel only, and
     *     {@link ChannelInfo.Attribute#CACHE} of a cache channel only
     * @throws InvalidMessageException if this is no channel's name, or that of a user's own channel, about which
     *     servers tell nothing, or the channel does not have an attribute
     */
    public CompletionStage<ChannelState> channel(String channel, ChannelInfo.Attribute... attributes) {
        ChannelName name = ChannelName.of(channel);
        if (name.type() == ChannelName.Type.USER) {
            throw new InvalidMessageException(
                    LogText.quoted(name.value()) + " is a user's own channel, about which servers tell nothing; ask"
                            + " for a channel that clients subscribe to");
        }
        Set<ChannelInfo.Attribute> wanted = Set.copyOf(Arrays.asList(attributes));
        if (wanted.contains(ChannelInfo.Attribute.USER_COUNT)) {
            requirePresence(name);
        }
        if (wanted.contains(ChannelInfo.Attribute.CACHE) && !name.type().isCache()) {
            throw new InvalidMessageException(
                    "Only a cache channel has a cached event, and " + LogText.quoted(name.value()) + " is none; its"
                            + " name has 'cache-' after what else it begins with");
        }
        return ask(
                "The query for " + LogText.name(name.value()),
                "/channels/" + name,
                parameters(wanted),
                StateReader::channel);
    }

    /**
     * The ids of the users in a presence channel, each once.
     *
     * @throws InvalidMessageException if this is not the name of a presence channel
     */
    public CompletionStage<List<String>> users(String channel) {
        ChannelName name = ChannelName.of(channel);
        requirePresence(name);
        return ask(
                "The query for the users of " + LogText.name(name.value()),
                "/channels/" + name + "/users",
                Map.of(),
                StateReader::users);
    }

    /**
     * Ends all connections of a signed-in user. Clients connect again by themselves, so that the user must first be
     * refused by what authenticates users.
     *
     * <p>The id is a part of the request's path, where most characters other than letters and digits are escaped. soketi
     * compares it with ids as they are, and so would take the order and end no connection of such a user.
     *
     * @throws InvalidMessageException if the id is empty, or has characters that would make it another path, or with
     *     a server such as soketi one that has to be escaped
     * @see <a href="https://pusher.com/docs/channels/server_api/terminating-user-connections/">Terminating
     *     connections</a>
     */
    public CompletionStage<Void> terminateConnections(String userId) {
        ChannelName.ofUser(userId);
        if (userId.indexOf('/') >= 0 || userId.equals(".") || userId.equals("..")) {
            throw new InvalidMessageException(
                    "The connections of the user " + LogText.quoted(userId)
                            + " can't be terminated: the id becomes a part of a path, and so must not have a slash, nor be . or ..");
        }
        if (!transport.app().server().findsEscapedUserIds()
                && !UNESCAPED.matcher(userId).matches()) {
            throw new InvalidMessageException("The connections of the user " + LogText.quoted(userId)
                    + " can't be terminated: "
                    + transport.app().server().name().toLowerCase(Locale.ROOT)
                    + " does not know an id that has to be escaped in a path; it finds those of"
                    + " A-Z a-z 0-9 . _ ~ ! $ & ' ( ) * + , ; = : @ -");
        }
        String what = "Terminating the connections of the user " + LogText.quoted(userId);
        return complete(what, transport.post("/users/" + userId + "/terminate_connections", "{}"), answer -> {
            // A server need not say anything; but the page of a login or of a proxy is not its word that it was done.
            if (!answer.body().isBlank()) {
                read(what, answer);
            }
            return null;
        });
    }

    private static void checkPrefix(String prefix, Set<ChannelInfo.Attribute> wanted) {
        if (ChannelName.firstIllegal(prefix, 0) >= 0) {
            throw new InvalidMessageException("No channel's name begins with " + LogText.quoted(prefix)
                    + "; names are made of A-Z a-z 0-9" + " _ - = @ , . ;");
        }
        if (wanted.contains(ChannelInfo.Attribute.USER_COUNT)
                && !prefix.startsWith(ChannelName.Type.PRESENCE.prefix())) {
            throw new InvalidMessageException("Users are counted in presence channels only: with USER_COUNT, the prefix"
                    + " must begin with 'presence-', unlike " + LogText.quoted(prefix));
        }
        if (wanted.contains(ChannelInfo.Attribute.CACHE)) {
            throw new InvalidMessageException(
                    "Cached events are told for one channel at a time: call channel(name, CACHE)");
        }
    }

    private static void requirePresence(ChannelName name) {
        if (!name.type().isPresence()) {
            throw new InvalidMessageException("Only a presence channel has users, and " + LogText.quoted(name.value())
                    + " is none; its name begins with 'presence-'");
        }
    }

    private static Map<String, String> parameters(Set<ChannelInfo.Attribute> wanted) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!wanted.isEmpty()) {
            parameters.put("info", ChannelInfo.Attribute.info(wanted));
        }
        return parameters;
    }

    private <T> CompletionStage<T> ask(
            String what, String path, Map<String, String> parameters, Function<@Nullable Object, T> reader) {
        return complete(what, transport.get(path, parameters), body -> reader.apply(read(what, body)));
    }

    private @Nullable Object read(String what, ApiResponse response) {
        try {
            Object answer = json.read(response.body());
            // PHP writes an empty object as an empty array.
            if (answer instanceof Map<?, ?> || answer instanceof List<?>) {
                return answer;
            }
        } catch (JsonReadException e) {
            throw unreadable(what, response, e);
        }
        throw unreadable(what, response, null);
    }

    private static <T extends @Nullable Object> CompletionStage<T> complete(
            String what, CompletionStage<ApiResponse> response, Function<ApiResponse, T> reader) {
        CompletableFuture<T> result = new CompletableFuture<>();
        response.whenCompleteAsync((answer, failure) -> {
            try {
                result.complete(reader.apply(successful(what, answer, failure)));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static ApiResponse successful(String what, @Nullable ApiResponse answer, @Nullable Throwable failure) {
        if (answer == null) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            throw new ChannelQueryException(what + " got no answer: " + cause, 0, null, cause);
        }
        if (!answer.isSuccess()) {
            throw new ChannelQueryException(
                    what + " was refused with status " + answer.status() + ": " + LogText.line(answer.body()),
                    answer.status(),
                    answer.body(),
                    null);
        }
        return answer;
    }

    private static ChannelQueryException unreadable(String what, ApiResponse answer, @Nullable Throwable cause) {
        return new ChannelQueryException(
                what + " was answered with what is no JSON object: "
                        + answer.body().length() + " characters, which body() shows",
                answer.status(),
                answer.body(),
                cause);
    }
}
