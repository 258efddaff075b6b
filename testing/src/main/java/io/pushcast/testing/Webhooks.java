package io.pushcast.testing;

import com.google.gson.JsonObject;
import io.pushcast.testing.protocol.StrictJson;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an {@link EmbeddedPusher} tells the application: {@code server.webhooks().to(URI.create("http://…/pusher/webhook"))}.
 * At first nothing to nobody. Safe for use by several threads.
 *
 * <p>Told are {@code channel_occupied}, {@code channel_vacated}, {@code member_added}, {@code member_removed},
 * {@code client_event}, {@code cache_miss}, and {@code subscription_count} if
 * {@linkplain EmbeddedPusher.Builder#subscriptionCounts that is on}. Events of one moment come in one request, signed with
 * the app's secret in {@code X-Pusher-Signature}. What is not answered with a status of 200–299 within ten seconds is sent
 * again, the same bytes, after 1, 2, 4, … seconds, for up to five minutes. To one address a request goes once the one before
 * it has been answered, or not in ten seconds; it does not wait for that one to be sent again. If 10 000 wait, the next one
 * is given up with a warning in the log.
 *
 * @see <a href="https://pusher.com/docs/channels/server_api/webhooks/">Webhooks</a>
 */
public final class Webhooks {

    /** How long {@code channel_vacated} and {@code member_removed} are held back unless it is set: 3 seconds. */
    public static final Duration DEFAULT_VACATED_DELAY = Duration.ofSeconds(3);

    private static final List<String> KINDS = List.of(
            "channel_occupied",
            "channel_vacated",
            "member_added",
            "member_removed",
            "client_event",
            "cache_miss",
            "subscription_count");

    private final NettyServer server;
    private final EventRecorder recorder;
    private final WebhookEvents events;
    private final WebhookSender sender;

    Webhooks(NettyServer server, EventRecorder recorder, WebhookEvents events, WebhookSender sender) {
        this.server = server;
        this.recorder = recorder;
        this.events = events;
        this.sender = sender;
    }

    /**
     * From now on tells this address too.
     *
     * @param kinds the names of the events that it is told, such as {@code channel_occupied}; all if none is given
     * @throws IllegalArgumentException if the address is no absolute one of http or https, or there is no such kind
     */
    public Webhooks to(URI address, String... kinds) {
        if (address.getHost() == null || !Set.of("http", "https").contains(String.valueOf(address.getScheme()))) {
            throw new IllegalArgumentException(
                    "A webhook needs an absolute address such as http://127.0.0.1:8080/pusher/webhook, not " + address);
        }
        for (String kind : kinds) {
            if (!KINDS.contains(kind)) {
                throw new IllegalArgumentException("There is no webhook '" + kind + "'; there are " + KINDS);
            }
        }
        WebhookEndpoint endpoint = new WebhookEndpoint(address, Set.copyOf(Arrays.asList(kinds)));
        server.run(() -> sender.register(endpoint));
        return this;
    }

    /**
     * How long {@code channel_vacated} and {@code member_removed} are held back, from now on: if the channel is occupied or
     * the member back by then, nothing is told of either. Default: {@link #DEFAULT_VACATED_DELAY}. Pusher says "a few
     * seconds".
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Webhooks vacatedDelay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("The delay must not be negative, unlike " + delay);
        }
        server.run(() -> events.vacatedDelay(delay));
        return this;
    }

    /**
     * Sends an event that did not happen, such as {@code Map.of("name", "channel_vacated", "channel", "orders")}. Nothing
     * is checked: an application may be shown what it does not know, at the addresses that are told everything.
     */
    public void send(Map<String, ?> event) {
        send(List.of(event));
    }

    /** Sends several events that did not happen, in one request. */
    public void send(List<? extends Map<String, ?>> several) {
        List<JsonObject> made = several.stream().map(StrictJson::object).toList();
        server.run(() -> made.forEach(sender::add));
    }

    /**
     * Does now what is to be done later: tells what is {@linkplain #vacatedDelay held back}, and sends again, once, what
     * failed. So a test need not wait. It returns before the application has answered.
     */
    public void flush() {
        server.run(() -> {
            events.flush();
            sender.retryNow();
        });
    }

    /** Tells nobody any more, and forgets what was still to be told. What was recorded stays. */
    public Webhooks none() {
        server.run(() -> {
            events.forget();
            sender.forgetAddresses();
        });
        return this;
    }

    /** Forgets what is still to be told, to be sent again, or under way; the addresses stay. */
    void forgetEvents() {
        server.run(() -> {
            events.forget();
            sender.forgetEvents();
        });
    }

    /**
     * The attempts so far, in the order in which they were answered: at most the newest
     * {@link EmbeddedPusher.Builder#recordAtMost}. The list is a copy.
     */
    public List<RecordedWebhook> attempts() {
        return recorder.webhooks();
    }
}
