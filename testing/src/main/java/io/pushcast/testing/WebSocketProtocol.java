package io.pushcast.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Limits;
import io.pushcast.testing.protocol.ChannelMember;
import io.pushcast.testing.protocol.ChannelRegistry;
import io.pushcast.testing.protocol.ConnectionFaults;
import io.pushcast.testing.protocol.ConnectionUser;
import io.pushcast.testing.protocol.FrameWriter;
import io.pushcast.testing.protocol.ProtocolException;
import io.pushcast.testing.protocol.ServerSettings;
import io.pushcast.testing.protocol.ServerTimer;
import io.pushcast.testing.protocol.SignInCheck;
import io.pushcast.testing.protocol.StrictJson;
import io.pushcast.testing.protocol.SubscriberConnection;
import io.pushcast.testing.protocol.SubscriptionCheck;
import io.pushcast.testing.protocol.SubscriptionRefusedException;
import io.pushcast.testing.protocol.SubscriptionRequest;
import io.pushcast.testing.protocol.WatchlistNotifier;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pusher's WebSocket protocol: what each message of a client does. Used on the server's thread only.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/">The protocol</a>
 */
final class WebSocketProtocol {

    private final Limits limits;
    private final int maxMembers;
    private final EventRecorder recorder;
    private final SubscriptionCheck subscriptions;
    private final SignInCheck signIns;
    private final ChannelRegistry channels;
    private final WatchlistNotifier watchlists;
    private final ServerTimer later;

    WebSocketProtocol(
            ServerSettings settings,
            ChannelRegistry channels,
            WatchlistNotifier watchlists,
            EventRecorder recorder,
            ServerTimer later) {
        this.limits = settings.limits();
        this.maxMembers = settings.maxMembers();
        this.recorder = recorder;
        this.subscriptions = new SubscriptionCheck(settings.signer(), settings.limits(), settings.authLimits());
        this.signIns = new SignInCheck(settings.signer(), settings.authLimits());
        this.channels = channels;
        this.watchlists = watchlists;
        this.later = later;
    }

    /** Does what the message asks for; if that can't be, the client is told and nothing else happens. */
    void received(SubscriberConnection connection, String text) {
        try {
            handle(connection, StrictJson.object(text));
        } catch (StrictJson.MalformedException e) {
            refuse(connection, null, "A message must be " + e.getMessage());
        } catch (ProtocolException e) {
            refuse(connection, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private void refuse(SubscriberConnection connection, @Nullable Integer code, String why) {
        recorder.refused("message of " + connection.socketId(), why);
        connection.send(FrameWriter.error(code, why));
    }

    /** Forgets a connection that is gone. */
    void closed(SubscriberConnection connection) {
        channels.unsubscribe(connection);
        ConnectionUser user = connection.user();
        if (user != null) {
            watchlists.left(connection, user);
        }
    }

    private void handle(SubscriberConnection connection, JsonObject message) throws ProtocolException {
        String event = required(message, "event");
        JsonElement data = Objects.requireNonNullElse(message.get("data"), JsonNull.INSTANCE);
        switch (event) {
            case "pusher:ping" -> connection.send(FrameWriter.PONG);
            case "pusher:pong" -> {
                // That something came is all that counts, and the idle timer has seen it.
            }
            case "pusher:subscribe" -> subscribe(connection, SubscriptionRequest.of(data));
            case "pusher:unsubscribe" -> unsubscribe(connection, required(object(event, data), "channel"));
            case "pusher:signin" -> signIn(connection, object(event, data));
            default -> clientEvent(connection, event, message, data);
        }
    }

    private void subscribe(SubscriberConnection connection, SubscriptionRequest request) throws ProtocolException {
        ConnectionFaults.SubscriptionFault fault = connection.faults().draw(request.channel());
        if (fault == null) {
            subscribeWell(connection, request);
            return;
        }
        switch (fault.kind()) {
            case IGNORED -> recorder.refused("subscription to " + request.channel(), "An injected fault: no answer");
            case REFUSED -> {
                String why = "An injected fault: status " + fault.status();
                recorder.refused("subscription to " + request.channel(), why);
                connection.send(FrameWriter.subscriptionError(request.channel(), "AuthError", fault.status(), why));
            }
            case LATE -> later.after(fault.delay(), () -> subscribeLate(connection, request));
        }
    }

    private void subscribeLate(SubscriberConnection connection, SubscriptionRequest request) {
        try {
            subscribeWell(connection, request);
        } catch (ProtocolException e) {
            refuse(connection, e.code(), String.valueOf(e.getMessage()));
        }
    }

    private void subscribeWell(SubscriberConnection connection, SubscriptionRequest request) throws ProtocolException {
        String channel = request.channel();
        if (channels.isSubscribed(connection, channel)) {
            throw new ProtocolException("Existing subscription to channel " + channel);
        }
        try {
            ChannelMember member = subscriptions.check(connection, request);
            checkRoom(channel, member);
            channels.subscribe(connection, channel, member);
        } catch (SubscriptionRefusedException e) {
            String why = String.valueOf(e.getMessage());
            recorder.refused("subscription to " + channel, why);
            connection.send(FrameWriter.subscriptionError(channel, e.type(), e.status(), why));
        }
    }

    private void checkRoom(String channel, @Nullable ChannelMember member) throws SubscriptionRefusedException {
        if (member != null && channels.membersWith(channel, member) > maxMembers) {
            throw SubscriptionRefusedException.limitReached("The channel '" + channel + "' has " + maxMembers
                    + " members, which is the limit for presence channels");
        }
    }

    private void unsubscribe(SubscriberConnection connection, String channel) throws ProtocolException {
        if (!channels.isSubscribed(connection, channel)) {
            throw new ProtocolException("No current subscription to channel " + channel);
        }
        channels.unsubscribe(connection, channel);
    }

    private void signIn(SubscriberConnection connection, JsonObject data) throws ProtocolException {
        String userData = text(data, "user_data");
        ConnectionUser user;
        try {
            user = signIns.user(connection.socketId(), text(data, "auth"), userData);
        } catch (ProtocolException e) {
            String why = String.valueOf(e.getMessage());
            recorder.refused("sign-in of " + connection.socketId(), why);
            connection.fail(4009, why);
            return;
        }
        ConnectionUser before = connection.user();
        connection.signedInAs(user);
        connection.send(FrameWriter.signedIn(String.valueOf(userData)));
        watchlists.signedIn(connection, user, before);
    }

    private void clientEvent(SubscriberConnection connection, String event, JsonObject message, JsonElement data)
            throws ProtocolException {
        if (!event.startsWith("client-")) {
            throw new ProtocolException("Unknown event '" + event
                    + "'; a client can send pusher:ping, pusher:pong, pusher:subscribe, pusher:unsubscribe,"
                    + " pusher:signin, and events of its own that start with 'client-'");
        }
        String channel = required(message, "channel");
        ChannelName.Type type = ChannelName.Type.of(channel);
        if (!type.needsAuthorization() || type.isEncrypted()) {
            throw new ProtocolException("Client event rejected - only supported on private and presence channels, and '"
                    + channel + "' is none");
        }
        if (!channels.isSubscribed(connection, channel)) {
            throw new ProtocolException("Client event rejected - you are not subscribed to channel " + channel);
        }
        checkSize(event, data);
        if (!connection.clientEvents().tryTake()) {
            throw new ProtocolException(
                    4301,
                    "Client event rejected - rate limit exceeded: a connection may send "
                            + connection.clientEvents().perSecond() + " events a second");
        }
        channels.publish(connection, channel, event, data);
    }

    private void checkSize(String event, JsonElement data) throws ProtocolException {
        if (event.length() > limits.maxEventNameLength()) {
            throw new ProtocolException("Client event rejected - the name has " + event.length()
                    + " characters and the limit is " + limits.maxEventNameLength());
        }
        String text = data.isJsonPrimitive() ? data.getAsString() : StrictJson.write(data);
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limits.maxPayloadBytes()) {
            throw new ProtocolException("Client event rejected - the data of '" + event + "' has " + bytes
                    + " bytes and the limit is " + limits.maxPayloadBytes());
        }
    }

    private static JsonObject object(String event, JsonElement data) throws ProtocolException {
        if (!data.isJsonObject()) {
            throw new ProtocolException("The data of " + event + " must be an object, not " + StrictJson.kind(data));
        }
        return data.getAsJsonObject();
    }

    private static String required(JsonObject object, String name) throws ProtocolException {
        String value = text(object, name);
        if (value == null) {
            throw new ProtocolException("The message lacks '" + name + "'");
        }
        return value;
    }

    private static @Nullable String text(JsonObject object, String name) throws ProtocolException {
        try {
            return StrictJson.text(object, name);
        } catch (StrictJson.MalformedException e) {
            throw new ProtocolException("'" + name + "' must be " + e.getMessage());
        }
    }
}
