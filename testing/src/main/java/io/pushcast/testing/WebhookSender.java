package io.pushcast.testing;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.pushcast.testing.protocol.AppSigner;
import io.pushcast.testing.protocol.ServerTimer;
import io.pushcast.testing.protocol.StrictJson;
import java.net.URI;
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

    /** More requests waiting for one address, or to be sent again, and the next one is given up. */
    static final int MOST_WAITING = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);

    private final AppSigner signer;
    private final Clock clock;
    private final ServerTimer timer;
    private final WebhookPost post;
    private final Consumer<RecordedWebhook> recorder;
    private final List<WebhookEndpoint> endpoints = new ArrayList<>();
    private final List<JsonObject> pending = new ArrayList<>();
    private final Set<Attempt> retries = new LinkedHashSet<>();

    /** How often it was told to forget what is under way; an attempt that began before that is not recorded. */
    private int forgotten;

    /** To send one request: for the first time, or again after a pause. No two are equal. */
    private final class Attempt {

        private final WebhookEndpoint endpoint;
        private final String body;
        private final int number;
        private final Duration pauseAfterwards;
        private final int era = forgotten;

        Attempt(WebhookEndpoint endpoint, String body, int number, Duration pauseAfterwards) {
            this.endpoint = endpoint;
            this.body = body;
            this.number = number;
            this.pauseAfterwards = pauseAfterwards;
        }

        boolean isForgotten() {
            return era != forgotten;
        }

        /** All pauses up to the one that follows add up to twice that one, less the first. */
        boolean isLast() {
            return pauseAfterwards.multipliedBy(2).minus(FIRST_PAUSE).compareTo(RETRIED_FOR) > 0;
        }

        Attempt next() {
            return new Attempt(endpoint, body, number + 1, pauseAfterwards.multipliedBy(2));
        }
    }

    /** @param recorder is told of every attempt, once it is known how it ended */
    WebhookSender(
            AppSigner signer, Clock clock, ServerTimer timer, WebhookPost post, Consumer<RecordedWebhook> recorder) {
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
    void forgetAddresses() {
        endpoints.forEach(endpoint -> endpoint.bodies().clear());
        endpoints.clear();
        pending.clear();
        retries.clear();
    }

    /** Forgets what is still to be sent, and what is under way: how that ends is not recorded. The addresses stay. */
    void forgetEvents() {
        forgotten++;
        pending.clear();
        retries.clear();
        endpoints.replaceAll(WebhookEndpoint::anew);
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
        List.copyOf(retries).forEach(this::retryUnlessDone);
    }

    private void retryUnlessDone(Attempt retry) {
        if (retries.remove(retry)) {
            send(retry);
        }
    }

    private void sendPending() {
        List<JsonObject> events = List.copyOf(pending);
        pending.clear();
        for (WebhookEndpoint endpoint : endpoints) {
            List<JsonObject> wanted = endpoint.wanted(events);
            if (!wanted.isEmpty()) {
                addLast(endpoint, body(wanted));
                sendNext(endpoint);
            }
        }
    }

    private static void addLast(WebhookEndpoint endpoint, String body) {
        if (endpoint.bodies().size() == MOST_WAITING) {
            LOG.warn("Gave up a webhook to {}: {} wait to be sent there already", endpoint.address(), MOST_WAITING);
        } else {
            endpoint.bodies().addLast(body);
        }
    }

    private String body(List<JsonObject> events) {
        JsonArray all = new JsonArray();
        events.forEach(all::add);
        JsonObject body = new JsonObject();
        body.add("time_ms", new JsonPrimitive(clock.millis()));
        body.add("events", all);
        return StrictJson.write(body);
    }

    private void sendNext(WebhookEndpoint endpoint) {
        if (!endpoint.isBusy() && !endpoint.bodies().isEmpty()) {
            endpoint.busy(true);
            send(new Attempt(endpoint, endpoint.bodies().removeFirst(), 1, FIRST_PAUSE));
        }
    }

    private void send(Attempt attempt) {
        Map<String, String> headers =
                Map.of("X-Pusher-Key", signer.key(), "X-Pusher-Signature", signer.sign(attempt.body));
        post.send(attempt.endpoint.address(), headers, attempt.body)
                .whenComplete((status, failure) ->
                        timer.after(Duration.ZERO, () -> sent(attempt, status == null ? 0 : status, failure)));
    }

    private void sent(Attempt attempt, int status, @Nullable Throwable failure) {
        if (attempt.isForgotten()) {
            return;
        }
        RecordedWebhook webhook = new RecordedWebhook(attempt.endpoint.address(), attempt.body, attempt.number, status);
        recorder.accept(webhook);
        if (!webhook.isAccepted() && endpoints.contains(attempt.endpoint)) {
            tryAgain(attempt, failure == null ? "status " + status : failure);
        }
        if (attempt.number == 1) {
            attempt.endpoint.busy(false);
            sendNext(attempt.endpoint);
        }
    }

    private void tryAgain(Attempt attempt, Object answer) {
        URI address = attempt.endpoint.address();
        if (attempt.isLast() || retries.size() >= MOST_WAITING) {
            LOG.warn("Gave up a webhook to {} after {} attempts: {}", address, attempt.number, answer);
            return;
        }
        LOG.info("A webhook to {} failed, and is sent again in {}: {}", address, attempt.pauseAfterwards, answer);
        Attempt retry = attempt.next();
        retries.add(retry);
        timer.after(attempt.pauseAfterwards, () -> retryUnlessDone(retry));
    }
}
