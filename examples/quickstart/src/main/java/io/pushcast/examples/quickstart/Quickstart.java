package io.pushcast.examples.quickstart;

import com.pusher.client.AuthorizationFailureException;
import com.pusher.client.ChannelAuthorizer;
import io.pushcast.Pushcast;
import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelRules;
import io.pushcast.examples.quickstart.OrderEvent.OrderPaid;
import io.pushcast.examples.quickstart.OrderEvent.OrderPlaced;
import io.pushcast.examples.quickstart.OrderEvent.OrderShipped;
import io.pushcast.examples.quickstart.Subscriber.Received;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.Delivery;
import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Publishes the events of a few orders, and shows what a subscriber received.
 *
 * <p>By itself it starts a Pusher server inside this program. With {@code PUSHER_URL} set, in the form
 * {@code https://key:secret@host/apps/id}, it publishes to that app and shows what was accepted.
 */
public final class Quickstart {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private static final List<OrderEvent> EVENTS = List.of(
            new OrderPlaced("o-1", "c-7", new BigDecimal("19.90")),
            new OrderPlaced("o-2", "c-8", new BigDecimal("7.50")),
            new OrderPaid("o-1", "c-7"),
            new OrderPlaced("o-3", "c-9", new BigDecimal("249.00")),
            new OrderPaid("o-2", "c-8"),
            new OrderShipped("o-1", "c-7", "parcel-100"),
            new OrderPlaced("o-4", "c-7", new BigDecimal("3.20")),
            new OrderPaid("o-3", "c-9"),
            new OrderShipped("o-2", "c-8", "parcel-101"),
            new OrderPaid("o-4", "c-7"));

    private final PrintStream out;

    Quickstart(PrintStream out) {
        this.out = out;
    }

    /** Runs it; the program's status is 0 only if everything arrived, in order. */
    public static void main(String[] arguments) throws Exception {
        boolean complete = new Quickstart(System.out).run(System.getenv());
        if (!complete) {
            System.exit(1);
        }
    }

    boolean run(Map<String, String> environment) throws Exception {
        String url = environment.getOrDefault("PUSHER_URL", "");
        return url.isBlank() ? publishAndReceive() : publishTo(PusherApp.fromUrl(url));
    }

    private boolean publishAndReceive() throws Exception {
        try (EmbeddedPusher server = EmbeddedPusher.start();
                Subscriber subscriber =
                        new Subscriber(server.host(), server.port(), server.key(), authorizer(server.app()));
                Pushcast pushcast = Pushcast.builder().app(server.app()).build()) {
            List<String> channels =
                    EVENTS.stream().map(Quickstart::channel).distinct().toList();
            subscriber.subscribe(channels, TIMEOUT);

            publishAll(pushcast);

            Map<String, List<String>> received = receive(subscriber);
            int count = received.values().stream().mapToInt(List::size).sum();
            int outOfOrder = outOfOrder(received);
            out.printf(
                    "published %d, requests made %d, received %d, out of order %d%n",
                    EVENTS.size(), server.requests().size(), count, outOfOrder);
            return count == EVENTS.size() && outOfOrder == 0;
        }
    }

    private boolean publishTo(PusherApp app) throws Exception {
        try (Pushcast pushcast = Pushcast.builder().app(app).build()) {
            int accepted = publishAll(pushcast).size();
            out.printf("published %d to %s, accepted %d%n", EVENTS.size(), app, accepted);
            return accepted == EVENTS.size();
        }
    }

    /** Publishing does not wait; only here, at the end, do we want to know that all was accepted. */
    private static List<Delivery> publishAll(Pushcast pushcast) throws Exception {
        List<CompletionStage<Delivery>> deliveries = new ArrayList<>();
        for (OrderEvent event : EVENTS) {
            deliveries.add(pushcast.publish(event));
        }
        List<Delivery> accepted = new ArrayList<>();
        for (CompletionStage<Delivery> delivery : deliveries) {
            CompletableFuture<Delivery> future = delivery.toCompletableFuture();
            accepted.add(future.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
        }
        return accepted;
    }

    /** What arrived, for each channel in the order of arrival. */
    private Map<String, List<String>> receive(Subscriber subscriber) throws InterruptedException {
        Map<String, List<String>> received = new LinkedHashMap<>();
        for (int i = 0; i < EVENTS.size(); i++) {
            Received next = subscriber.next(TIMEOUT);
            if (next == null) {
                return received;
            }
            out.printf("%-20s %-14s %s%n", next.channel(), next.event(), next.data());
            received.computeIfAbsent(next.channel(), channel -> new ArrayList<>())
                    .add(next.data());
        }
        return received;
    }

    private static int outOfOrder(Map<String, List<String>> received) {
        JsonCodec json = JsonCodec.detect();
        int wrong = 0;
        Map<String, Integer> arrived = new LinkedHashMap<>();
        for (OrderEvent event : EVENTS) {
            List<String> onChannel = received.getOrDefault(channel(event), List.of());
            int position = arrived.merge(channel(event), 1, Integer::sum) - 1;
            if (position < onChannel.size() && !onChannel.get(position).equals(json.write(event))) {
                wrong++;
            }
        }
        return wrong;
    }

    private static String channel(OrderEvent event) {
        return "private-orders." + event.customerId();
    }

    /** Stands for the service's endpoint {@code POST /pusher/auth}: here every subscriber may see every order. */
    private static ChannelAuthorizer authorizer(PusherApp app) {
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule("private-orders.{customerId}", request -> CompletableFuture.completedFuture(AuthDecision.allow()))
                .build();
        ChannelAuthEndpoint<String> endpoint = new ChannelAuthEndpoint<>(app, rules, JsonCodec.detect());
        return (channel, socketId) -> {
            Map<String, List<String>> form = Map.of("socket_id", List.of(socketId), "channel_name", List.of(channel));
            AuthResponse response =
                    endpoint.handle(form, "somebody").toCompletableFuture().join();
            if (response.status() != 200) {
                throw new AuthorizationFailureException(response.body());
            }
            return response.body();
        };
    }
}
