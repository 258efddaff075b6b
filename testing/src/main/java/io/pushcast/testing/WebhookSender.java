package io.pushcast.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends webhook events: signed, those of one moment in one request, and again for a while if the application does not
 * take them. Used on the server's thread only.
 */
final class WebhookSender {

    /** Pusher gives up after five minutes. */
    static final Duration RETRIED_FOR = Duration.ofMinutes(5);

    /** The first pause; each one is twice as long as the one before. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

    private final Signer signer;
    private final Clock clock;
    private final Timer timer;
    private final WebhookPost post;
    private final Consumer<RecordedWebhook> recorder;
    private final List<WebhookEndpoint> endpoints = new ArrayList<>();
    private final List<JsonObject> pending = new ArrayList<>();
    private final Set<Retry> retries = new LinkedHashSet<>();

    /** A request that failed and is sent again after a pause. */
    private final class Retry {

        private final WebhookEndpoint endpoint;
        private final String body;
        private final int attempt;
        private final Duration pause;

        Retry(WebhookEndpoint endpoint, String body, int attempt, Duration pause) {
            this.endpoint = endpoint;
            this.body = body;
            this.attempt = attempt;
            this.pause = pause;
        }

        void runUnlessDone() {
            if (retries.remove(this)) {
                WebhookSender.this.send(endpoint, body, attempt, pause);
            }
        }
    }

    /** @param recorder is told of every attempt, once it is known how it ended */
    WebhookSender(Signer signer, Clock clock, Timer timer, WebhookPost post, Consumer<RecordedWebhook> recorder) {
        this.signer = signer;
        this.clock = clock;
        this.timer = timer;
        this.post = post;
        this.recorder = recorder;
    }

    void register(WebhookEndpoint endpoint) {
        endpoints.add(endpoint);
    }

    /** Forgets the addresses and what is still to be sent to them. */
    void forget() {
        endpoints.forEach(endpoint -> endpoint.bodies().clear());
        endpoints.clear();
        pending.clear();
        retries.clear();
    }

    /** Sends an event, together with what else happens now. */
    void add(JsonObject event) {
        if (endpoints.isEmpty()) {
            return;
        }
        pending.add(event);
        if (pending.size() == 1) {
            timer.after(Duration.ZERO, this::sendPending);
        }
    }

    /** Sends now what waits to be sent again. */
    void retryNow() {
        List.copyOf(retries).forEach(Retry::runUnlessDone);
    }

    private void sendPending() {
        List<JsonObject> events = List.copyOf(pending);
        pending.clear();
        for (WebhookEndpoint endpoint : endpoints) {
            List<JsonObject> wanted = endpoint.wanted(events);
            if (!wanted.isEmpty()) {
                endpoint.bodies().addLast(body(wanted));
                sendNext(endpoint);
            }
        }
    }

    private String body(List<JsonObject> events) {
        JsonArray all = new JsonArray();
        events.forEach(all::add);
        JsonObject body = new JsonObject();
        body.add("time_ms", new JsonPrimitive(clock.millis()));
        body.add("events", all);
        return Json.write(body);
    }

    private void sendNext(WebhookEndpoint endpoint) {
        if (!endpoint.isBusy() && !endpoint.bodies().isEmpty()) {
            endpoint.busy(true);
            send(endpoint, endpoint.bodies().removeFirst(), 1, FIRST_PAUSE);
        }
    }

    private void send(WebhookEndpoint endpoint, String body, int attempt, Duration pauseAfterwards) {
        Map<String, String> headers = Map.of("X-Pusher-Key", signer.key(), "X-Pusher-Signature", signer.sign(body));
        post.send(endpoint.address(), headers, body)
                .whenComplete((status, failure) -> timer.after(
                        Duration.ZERO,
                        () -> sent(endpoint, body, attempt, status == null ? 0 : status, failure, pauseAfterwards)));
    }

    private void sent(
            WebhookEndpoint endpoint,
            String body,
            int attempt,
            int status,
            @Nullable Throwable failure,
            Duration pause) {
        RecordedWebhook webhook = new RecordedWebhook(endpoint.address(), body, attempt, status);
        recorder.accept(webhook);
        if (!webhook.isAccepted() && endpoints.contains(endpoint)) {
            tryAgain(endpoint, webhook, failure, pause);
        }
        if (attempt == 1) {
            endpoint.busy(false);
            sendNext(endpoint);
        }
    }

    private void tryAgain(
            WebhookEndpoint endpoint, RecordedWebhook webhook, @Nullable Throwable failure, Duration pause) {
        Object answer = failure == null ? "status " + webhook.status() : failure;
        // All pauses up to this one add up to twice this one, less the first.
        if (pause.multipliedBy(2).minus(FIRST_PAUSE).compareTo(RETRIED_FOR) > 0) {
            LOG.warn("Gave up a webhook to {} after {} attempts: {}", webhook.address(), webhook.attempt(), answer);
            return;
        }
        LOG.info("A webhook to {} failed, and is sent again in {}: {}", webhook.address(), pause, answer);
        Retry retry = new Retry(endpoint, webhook.body(), webhook.attempt() + 1, pause.multipliedBy(2));
        retries.add(retry);
        timer.after(pause, retry::runUnlessDone);
    }
}
