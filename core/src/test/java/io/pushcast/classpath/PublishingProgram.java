package io.pushcast.classpath;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.pushcast.Pushcast;
import io.pushcast.metrics.PushcastMetrics;
import io.pushcast.pusher.PusherApp;
import io.pushcast.resilience.ResilienceSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes to a server that fails twice, and says what became of it and which threads are left. For a JVM of its own. */
final class PublishingProgram {

    /** What is published. */
    public record Order(String id, int number) {}

    private PublishingProgram() {}

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger requests = new AtomicInteger();
        server.createContext("/", exchange -> answer(exchange, requests.incrementAndGet() < 3 ? 500 : 200));
        server.start();
        try {
            System.out.println(
                    publish("http://key:secret@127.0.0.1:" + server.getAddress().getPort() + "/apps/1"));
        } catch (Throwable t) {
            System.out.println(t);
        }
        server.stop(0);
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("pushcast"))
                .forEach(name -> System.out.println("left: " + name));
    }

    private static String publish(String url) throws Exception {
        try (Pushcast pushcast = Pushcast.builder()
                .app(PusherApp.fromUrl(url))
                .resilience(ResilienceSettings.builder()
                        .initialBackoff(Duration.ofMillis(1))
                        .maxBackoff(Duration.ofMillis(5))
                        .build())
                .listener(PushcastMetrics.in(new SimpleMeterRegistry()))
                .build()) {
            for (int i = 0; i < 20; i++) {
                pushcast.to("orders")
                        .named("placed")
                        .payload(new Order("o-" + i, i))
                        .publish()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
            }
            pushcast.channels().occupied("o").toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
        return "delivered";
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = "{\"channels\":{}}".getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
