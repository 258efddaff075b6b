package io.pushcast.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.testing.api.ApiRequest;
import io.pushcast.testing.api.ChannelAttributes;
import io.pushcast.testing.api.ChannelQueryHandler;
import io.pushcast.testing.api.EventRequests;
import io.pushcast.testing.api.HttpAnswer;
import io.pushcast.testing.api.PublishedEvent;
import io.pushcast.testing.api.RefusedException;
import io.pushcast.testing.api.SignatureCheck;
import io.pushcast.testing.protocol.ChannelRegistry;
import io.pushcast.testing.protocol.ConnectionRegistry;
import io.pushcast.testing.protocol.ServerSettings;
import io.pushcast.testing.protocol.StrictJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pusher's HTTP API: finds what a request is for, refuses what is not right, and does the rest. Used on the server's
 * thread only.
 *
 * @see <a href="https://pusher.com/docs/channels/library_auth_reference/rest-api/">The HTTP API</a>
 */
final class HttpApi {

    private final ServerSettings settings;
    private final SignatureCheck signatures;
    private final EventRequests eventRequests;
    private final ChannelQueryHandler queries;
    private final ChannelRegistry channels;
    private final ConnectionRegistry connections;
    private final EventRecorder recorder;

    HttpApi(ServerSettings settings, ChannelRegistry channels, ConnectionRegistry connections, EventRecorder recorder) {
        this.settings = settings;
        this.signatures = new SignatureCheck(settings.signer(), settings.clock());
        this.eventRequests = new EventRequests(settings.limits());
        this.queries = new ChannelQueryHandler(channels);
        this.channels = channels;
        this.connections = connections;
        this.recorder = recorder;
    }

    /** Answers a request. What is refused has no other effect than to be recorded. */
    HttpAnswer answer(ApiRequest request) {
        HttpAnswer answer = route(request);
        record(request, answer.status(), null);
        tellIfRefused(request.method(), request.path(), answer);
        return answer;
    }

    /** Answers a request that meets a fault; null if it is to have no answer. */
    @Nullable
    HttpAnswer answer(ApiRequest request, Fault fault) {
        HttpAnswer answer = fault.isAccepting() ? route(request) : fault.answer();
        record(request, answer != null && fault.answers() ? answer.status() : 0, fault);
        return answer;
    }

    private void tellIfRefused(String method, String path, HttpAnswer answer) {
        if (answer.status() != 200) {
            recorder.refused(
                    method + " " + path,
                    "status " + answer.status() + ", " + answer.body().strip());
        }
    }

    private void record(ApiRequest request, int status, @Nullable Fault fault) {
        recorder.add(new RecordedRequest(request.method(), request.path(), request.bodyText(), status, fault));
    }

    /** Takes note of a request whose body a fault leaves unread. */
    void unread(String method, String address, Fault fault) {
        recorder.add(new RecordedRequest(method, pathOf(address), "", 0, fault));
    }

    /** Answers a request whose body is too large to be read. */
    HttpAnswer tooLarge(String method, String address) {
        recorder.add(new RecordedRequest(method, pathOf(address), "", 413));
        HttpAnswer answer = HttpAnswer.text(
                413, "The body of a request may have " + settings.limits().maxRequestBytes() + " bytes at most");
        tellIfRefused(method, pathOf(address), answer);
        return answer;
    }

    private static String pathOf(String address) {
        return address.replaceFirst("\\?.*", "");
    }

    private HttpAnswer route(ApiRequest request) {
        List<String> path = request.segments();
        if (path.size() < 3 || !path.get(0).equals("apps")) {
            return notFound(request);
        }
        if (!path.get(1).equals(settings.appId())) {
            return HttpAnswer.text(
                    404, "Unknown app '" + path.get(1) + "': the app of this server is '" + settings.appId() + "'");
        }
        return route(request, path.subList(2, path.size()));
    }

    private HttpAnswer route(ApiRequest request, List<String> path) {
        String first = path.get(0);
        String last = path.get(path.size() - 1);
        String pattern = switch (path.size()) {
            case 1 -> first;
            case 2 -> first + "/*";
            case 3 -> first + "/*/" + last;
            default -> "too long";
        };
        return switch (pattern) {
            case "events" -> on("POST", request, this::event);
            case "batch_events" -> on("POST", request, this::batch);
            case "channels" -> on("GET", request, queries::channels);
            case "channels/*" -> on("GET", request, r -> queries.channel(r, last));
            case "channels/*/users" -> on("GET", request, r -> queries.users(r, path.get(1)));
            case "users/*/terminate_connections" -> on("POST", request, r -> terminate(path.get(1)));
            default -> notFound(request);
        };
    }

    /** What one path does, once it is clear who asks. */
    private interface Action {
        JsonElement run(ApiRequest request) throws RefusedException;
    }

    private HttpAnswer on(String method, ApiRequest request, Action action) {
        if (!request.method().equals(method)) {
            return HttpAnswer.wrongMethod(request.method(), method);
        }
        try {
            signatures.check(request);
            return HttpAnswer.json(StrictJson.write(action.run(request)));
        } catch (RefusedException e) {
            return HttpAnswer.text(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private JsonElement event(ApiRequest request) throws RefusedException {
        PublishedEvent event = eventRequests.single(request.body());
        publish(event);
        JsonObject result = new JsonObject();
        if (!event.wanted().equals(ChannelAttributes.NONE)) {
            result.add("channels", queries.describe(event.message().channels(), event.wanted()));
        }
        return result;
    }

    private JsonElement batch(ApiRequest request) throws RefusedException {
        List<PublishedEvent> events = eventRequests.batch(request.body());
        events.forEach(this::publish);
        JsonObject result = new JsonObject();
        if (events.stream().anyMatch(event -> !event.wanted().equals(ChannelAttributes.NONE))) {
            JsonArray batch = new JsonArray();
            events.forEach(event ->
                    batch.add(queries.describe(event.message().channels().get(0), event.wanted())));
            result.add("batch", batch);
        }
        return result;
    }

    private void publish(PublishedEvent event) {
        String excluded = event.message().excludedSocket().map(SocketId::value).orElse(null);
        for (ChannelName channel : event.message().channels()) {
            recorder.add(new RecordedEvent(
                    channel.value(), event.message().event(), event.message().data(), excluded));
        }
        channels.publish(event.message());
    }

    private JsonElement terminate(String userId) {
        connections.ofUser(userId).forEach(connection -> connection.fail(4009, "You got disconnected by the app."));
        return new JsonObject();
    }

    private static HttpAnswer notFound(ApiRequest request) {
        return HttpAnswer.text(
                404,
                "There is nothing at " + request.path() + "; the API is /apps/{id}/events, batch_events, channels,"
                        + " channels/{name}, channels/{name}/users and users/{id}/terminate_connections");
    }
}
