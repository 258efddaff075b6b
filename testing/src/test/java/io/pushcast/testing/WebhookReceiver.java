package io.pushcast.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pushcast.pusher.PusherApp;
import io.pushcast.webhook.Webhook;
import io.pushcast.webhook.WebhookReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An application's endpoint for webhooks, with nothing but the JDK; takes what comes without looking at its signature. */
public final class WebhookReceiver implements AutoCloseable {

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    private record Received(String key, String signature, String body) {}

    private WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/webhook", this::receive);
        server.start();
    }

    /** Starts one on a free port. */
    public static WebhookReceiver start() {
        try {
            return new WebhookReceiver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhook");
    }

    /** The next so many requests are answered with status 500. */
    void fail(int requests) {
        failures.set(requests);
    }

    /** The next request with these words is answered with status 500. */
    void failOne(String words) {
        failing.add(words);
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(
                exchange.getRequestHeaders().getFirst("X-Pusher-Key"),
                exchange.getRequestHeaders().getFirst("X-Pusher-Signature"),
                body));
        exchange.sendResponseHeaders(isToFail(body) ? 500 : 200, -1);
        exchange.close();
    }

    private boolean isToFail(String body) {
        return failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0
                || failing.stream()
                        .filter(body::contains)
                        .findFirst()
                        .filter(failing::remove)
                        .isPresent();
    }

    /** Whether nothing has come that was not taken. */
    boolean isIdle() {
        return received.isEmpty();
    }

    /** The next request, as Pushcast reads it. */
    Webhook next(WebhookReader reader) {
        Received next = poll();
        return reader.read(next.body().getBytes(StandardCharsets.UTF_8), next.key(), next.signature());
    }

    /** The next request, whose signature must be the app's. */
    JsonObject next(PusherApp app) {
        Received next = poll();
        if (!next.key().equals(app.key()) || !next.signature().equals(SignedHttp.hmac(app.secret(), next.body()))) {
            throw new AssertionError("A webhook with a wrong signature came: " + next);
        }
        return JsonParser.parseString(next.body()).getAsJsonObject();
    }

    private Received poll() {
        try {
            Received next = received.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("No webhook came");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
