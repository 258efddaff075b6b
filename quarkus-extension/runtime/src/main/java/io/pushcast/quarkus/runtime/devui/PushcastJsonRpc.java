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
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.store.OutboxBacklog;
import io.pushcast.outbox.store.StuckMessage;
import io.pushcast.pusher.PusherApp;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the Dev UI's pages can ask for and have done. */
public class PushcastJsonRpc {

    private static final int PAGE = 100;

    private final MessageLog log;
    private final EventPublisher publisher;
    private final Pushcast pushcast;
    private final Instance<PusherApp> app;
    private final ObjectMapper mapper;
    private final Instance<Outbox> outbox;

    PushcastJsonRpc(
            MessageLog log,
            EventPublisher publisher,
            Pushcast pushcast,
            Instance<PusherApp> app,
            ObjectMapper mapper,
            Instance<Outbox> outbox) {
        this.log = log;
        this.publisher = publisher;
        this.pushcast = pushcast;
        this.app = app;
        this.mapper = mapper;
        this.outbox = outbox;
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
    @NonBlocking
    public Uni<String> send(String channel, String event, String payload) {
        RawValue checked;
        try {
            checked = checked(payload);
        } catch (JsonProcessingException e) {
            return Uni.createFrom().item("The payload is no JSON: " + e.getOriginalMessage());
        } catch (InvalidMessageException e) {
            return Uni.createFrom().item("Not published: " + e.getMessage());
        }
        return Uni.createFrom()
                .completionStage(() ->
                        publisher.to(channel).named(event).payload(checked).publish())
                .map(delivery -> "Delivered")
                .onFailure(InvalidMessageException.class)
                .recoverWithItem(failure -> "Not published: " + failure.getMessage())
                .onFailure()
                .recoverWithItem(failure -> "Not delivered: " + failure.getMessage())
                // This method is called on an event loop, which an outbox would block.
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
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
     * The messages that are being retried, the oldest 100; with greater ids than this, if it is not empty.
     *
     * @param after an id, or nothing
     */
    @Blocking
    public List<StuckRow> stuck(String after) {
        return outbox().stuckMessages().list(after.isBlank() ? Long.MIN_VALUE : Long.parseLong(after), PAGE).stream()
                .map(StuckRow::of)
                .toList();
    }

    /** Makes a message a dead letter by hand. */
    @Blocking
    public boolean bury(String id, String explanation) {
        return outbox().stuckMessages().bury(Long.parseLong(id), explanation);
    }

    /** Deletes a message, which is never delivered then. */
    @Blocking
    public boolean skip(String id) {
        return outbox().stuckMessages().skip(Long.parseLong(id));
    }

    /** Stops delivery in all instances. */
    @Blocking
    public boolean pause() {
        outbox().pause();
        return true;
    }

    /** Lets delivery go on. */
    @Blocking
    public boolean resume() {
        outbox().resume();
        return true;
    }

    /** Where messages wait; the 100 ordering keys whose first message is oldest. */
    @Blocking
    public Backlog backlog() {
        OutboxBacklog backlog = outbox().backlog(PAGE);
        Map<String, LagRow> apps = new TreeMap<>();
        backlog.apps().forEach((app, lag) -> apps.put(app, LagRow.of(lag)));
        Map<Integer, LagRow> partitions = new TreeMap<>();
        backlog.partitions().forEach((partition, lag) -> partitions.put(partition, LagRow.of(lag)));
        List<KeyRow> keys = backlog.oldestKeys().stream()
                .map(key -> new KeyRow(
                        key.orderingKey(), key.messages(), key.oldestAge().toString()))
                .toList();
        return new Backlog(apps, partitions, keys);
    }

    private Outbox outbox() {
        if (!outbox.isResolvable()) {
            throw new IllegalStateException(
                    "The application has no outbox: quarkus.pushcast.outbox.enabled is not true");
        }
        return outbox.get();
    }

    /**
     * Where messages wait.
     *
     * @param apps by the id of the app
     * @param partitions by the number of the partition
     * @param oldestKeys the ordering keys whose first message is oldest
     */
    public record Backlog(Map<String, LagRow> apps, Map<Integer, LagRow> partitions, List<KeyRow> oldestKeys) {}

    /**
     * What waits.
     *
     * @param messages how many messages
     * @param oldestAge how long the oldest of them has been stored, as ISO 8601 has it
     */
    public record LagRow(long messages, String oldestAge) {

        static LagRow of(OutboxBacklog.Lag lag) {
            return new LagRow(lag.messages(), lag.oldestAge().toString());
        }
    }

    /**
     * What waits of one ordering key.
     *
     * @param orderingKey the key; empty for messages without one
     * @param messages how many messages
     * @param oldestAge how long the oldest of them has been stored, as ISO 8601 has it
     */
    public record KeyRow(String orderingKey, long messages, String oldestAge) {}

    /**
     * A message that is being retried.
     *
     * @param id its id
     * @param app the id of the app that it is for
     * @param event the event name
     * @param channels where it goes
     * @param orderingKey the ordering key; empty for none
     * @param since since when it is retried, in UTC as ISO 8601 has it
     * @param attempts how many requests it was part of
     * @param status the HTTP status of the server's last answer; 0 if there was none
     * @param failure how the last attempt failed
     * @param behind how many messages of its ordering key wait behind it
     */
    public record StuckRow(
            long id,
            String app,
            String event,
            List<String> channels,
            String orderingKey,
            String since,
            int attempts,
            int status,
            String failure,
            long behind) {

        static StuckRow of(StuckMessage stuck) {
            return new StuckRow(
                    stuck.id(),
                    stuck.message().content().app(),
                    stuck.event(),
                    stuck.channels(),
                    stuck.orderingKey(),
                    stuck.since().toString(),
                    stuck.attempts(),
                    stuck.status(),
                    stuck.failure(),
                    stuck.behind());
        }
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
