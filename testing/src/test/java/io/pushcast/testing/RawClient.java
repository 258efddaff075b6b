package io.pushcast.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pushcast.pusher.PusherApp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A WebSocket of the JDK's, to say what no official client would say and to see what comes back as it is. */
final class RawClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String COUNT = "pusher_internal:subscription_count";

    /** One for all: each has threads of its own, which end only when it is garbage. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private volatile boolean answersPings;

    private RawClient(PusherApp app, String pathAndQuery, @Nullable String origin) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        socket = (origin == null ? builder : builder.header("Origin", origin))
                .buildAsync(URI.create("ws://" + app.host() + ":" + app.port() + pathAndQuery), new Listener())
                .join();
    }

    /** Opens a WebSocket, whatever the server then says. */
    static RawClient open(EmbeddedPusher server, String pathAndQuery) {
        return open(server.app(), pathAndQuery);
    }

    static RawClient open(PusherApp app, String pathAndQuery) {
        return new RawClient(app, pathAndQuery, null);
    }

    /** As a browser does for a page of this origin. */
    static RawClient openFromPage(EmbeddedPusher server, String origin) {
        PusherApp app = server.app();
        return new RawClient(app, "/app/" + app.key() + "?protocol=7&client=test&version=1", origin);
    }

    static Connected connect(EmbeddedPusher server) {
        return connect(server.app());
    }

    /** Connects and takes the greeting. */
    static Connected connect(PusherApp app) {
        RawClient client = open(app, "/app/" + app.key() + "?protocol=7&client=test&version=1");
        JsonObject greeting = client.next("pusher:connection_established");
        return new Connected(client, data(greeting).get("socket_id").getAsString());
    }

    /** A client and the id that the server gave to its connection. */
    record Connected(RawClient client, String socketId) implements AutoCloseable {

        /** Subscribes to a channel that needs no authorisation, and waits until it is done. */
        Connected subscribe(String channel) {
            client.sendJson("{'event':'pusher:subscribe','data':{'channel':'" + channel + "'}}");
            client.next("pusher_internal:subscription_succeeded");
            return this;
        }

        /** Subscribes with a signature of this secret, and does not wait. */
        Connected subscribeSigned(String channel, String key, String secret, @Nullable String channelData) {
            String toSign = socketId + ":" + channel + (channelData == null ? "" : ":" + channelData);
            JsonObject data = new JsonObject();
            data.addProperty("channel", channel);
            data.addProperty("auth", key + ":" + SignedHttp.hmac(secret, toSign));
            if (channelData != null) {
                data.addProperty("channel_data", channelData);
            }
            client.send("pusher:subscribe", data);
            return this;
        }

        /** Subscribes with a signature of the app, and waits until it is done. */
        Connected subscribe(PusherApp app, String channel, @Nullable String channelData) {
            subscribeSigned(channel, app.key(), app.secret(), channelData);
            client.next("pusher_internal:subscription_succeeded");
            return this;
        }

        Connected unsubscribe(String channel) {
            client.sendJson("{'event':'pusher:unsubscribe','data':{'channel':'" + channel + "'}}");
            return this;
        }

        /** Sends a sign-in with a signature of this secret, and does not wait. */
        Connected signIn(String key, String secret, String userData) {
            JsonObject data = new JsonObject();
            data.addProperty("auth", key + ":" + SignedHttp.hmac(secret, socketId + "::user::" + userData));
            data.addProperty("user_data", userData);
            client.send("pusher:signin", data);
            return this;
        }

        @Override
        public void close() {
            client.close();
        }
    }

    void send(String event, JsonObject data) {
        JsonObject message = new JsonObject();
        message.addProperty("event", event);
        message.add("data", data);
        send(message.toString());
    }

    /** Sends JSON written with single quotes. */
    void sendJson(String text) {
        send(text.replace('\'', '"'));
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    void sendInParts(String first, String second) {
        socket.sendText(first, false).join();
        socket.sendText(second, true).join();
    }

    void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** The next message, which must be of this event; counts of subscribers are skipped where they are not expected. */
    JsonObject next(String event) {
        JsonObject message;
        do {
            message = poll(event);
        } while (isCount(message) && !event.equals(COUNT));
        if (!message.get("event").getAsString().equals(event)) {
            throw new AssertionError("Expected " + event + " but got " + message);
        }
        return message;
    }

    /** All that came and was not taken, up to the answer to a ping, without counts of subscribers. */
    List<JsonObject> rest() {
        sendJson("{'event':'pusher:ping','data':{}}");
        List<JsonObject> rest = new ArrayList<>();
        while (true) {
            JsonObject message = poll("pusher:pong");
            if (message.get("event").getAsString().equals("pusher:pong")) {
                return rest;
            }
            if (!isCount(message)) {
                rest.add(message);
            }
        }
    }

    private JsonObject poll(String expected) {
        JsonObject message = take(PATIENCE);
        if (message == null) {
            throw new AssertionError("Nothing came; expected " + expected);
        }
        return message;
    }

    private @Nullable JsonObject take(Duration patience) {
        try {
            return received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    private static boolean isCount(JsonObject message) {
        return message.get("event").getAsString().equals(COUNT);
    }

    /** All that came up to the first such message, or until the server closed. */
    List<JsonObject> untilOrClosed(Predicate<JsonObject> last) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<JsonObject> all = new ArrayList<>();
        while (System.nanoTime() - deadline < 0) {
            boolean wasClosed = isClosed();
            JsonObject message = take(wasClosed ? Duration.ZERO : Duration.ofMillis(100));
            if (message == null && wasClosed) {
                return all;
            }
            if (message != null) {
                all.add(message);
                if (last.test(message)) {
                    return all;
                }
            }
        }
        throw new AssertionError("The server neither closed nor said what was expected, but: " + all);
    }

    /** Whether the server has closed. */
    boolean isClosed() {
        return closed.isDone();
    }

    /** Sends it if the connection is still there. */
    void trySend(String text) {
        socket.sendText(text, true).handle((sent, failure) -> null).join();
    }

    /** The status code with which the server closes. */
    int closeCode() {
        try {
            return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError("The server did not close", e);
        }
    }

    /** Breaks the connection without a word. */
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(alreadyClosed -> null);
        }
    }

    /** The data of a message: what the string holds, or the object itself. */
    static JsonObject data(JsonObject message) {
        return message.get("data").isJsonObject()
                ? message.getAsJsonObject("data")
                : JsonParser.parseString(message.get("data").getAsString()).getAsJsonObject();
    }

    /** From now on answers each {@code pusher:ping} by itself; then nothing else may be sent. */
    void answerPings() {
        answersPings = true;
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
                received.add(message);
                text.setLength(0);
                if (answersPings && message.get("event").getAsString().equals("pusher:ping")) {
                    webSocket.sendText("{\"event\":\"pusher:pong\",\"data\":{}}", true);
                }
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.completeExceptionally(
                    error instanceof IOException ? error : new IllegalStateException("The socket failed", error));
        }
    }
}
