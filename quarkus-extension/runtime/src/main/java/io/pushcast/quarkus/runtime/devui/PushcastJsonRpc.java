package io.pushcast.quarkus.runtime.devui;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.pusher.PusherApp;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Locale;

/** What the Dev UI's pages can ask for and have done. */
public class PushcastJsonRpc {

    private final MessageLog log;
    private final EventPublisher publisher;
    private final Pushcast pushcast;
    private final Instance<PusherApp> app;
    private final ObjectMapper mapper;

    PushcastJsonRpc(
            MessageLog log, EventPublisher publisher, Pushcast pushcast, Instance<PusherApp> app, ObjectMapper mapper) {
        this.log = log;
        this.publisher = publisher;
        this.pushcast = pushcast;
        this.app = app;
        this.mapper = mapper;
    }

    /** What was published last. */
    @NonBlocking
    public List<ShownMessage> recent() {
        return log.recent();
    }

    /** What is published from now on, and what becomes of it. */
    public Multi<ShownMessage> published() {
        return log.live();
    }

    /** The app, how clients connect to it, and whether requests go out. No secret in it. */
    @NonBlocking
    public Connection connection() {
        DeliveryStatus status = pushcast.status();
        PusherApp known = app.get();
        return new Connection(
                known.appId(),
                known.key(),
                known.webSocketHost(),
                known.port(),
                known.tls(),
                status.server().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                status.bufferedMessages());
    }

    /**
     * Publishes a test event.
     *
     * @param payload JSON
     * @return what became of it
     */
    @Blocking
    public Uni<String> send(String channel, String event, String payload) {
        try {
            return Uni.createFrom()
                    .completionStage(publisher
                            .to(channel)
                            .named(event)
                            .payload(checked(payload))
                            .publish())
                    .map(delivery -> "Delivered")
                    .onFailure()
                    .recoverWithItem(failure -> "Not delivered: " + failure.getMessage());
        } catch (JsonProcessingException e) {
            return Uni.createFrom().item("The payload is no JSON: " + e.getOriginalMessage());
        } catch (InvalidMessageException e) {
            return Uni.createFrom().item("Not published: " + e.getMessage());
        }
    }

    /** As it is, so that nothing is written otherwise. */
    private RawValue checked(String payload) throws JsonProcessingException {
        JsonNode parsed = mapper.reader()
                .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(payload);
        if (parsed.isMissingNode()) {
            throw new InvalidMessageException("the payload is empty; JSON such as {} would do");
        }
        return new RawValue(payload);
    }

    /**
     * The app that is published to.
     *
     * @param appId its id
     * @param key its key, which is public
     * @param host the host to which clients connect
     * @param port the port there
     * @param tls whether by TLS
     * @param server whether requests are sent, or why not
     * @param buffered how many messages have no outcome yet
     */
    public record Connection(
            String appId, String key, String host, int port, boolean tls, String server, int buffered) {}
}
