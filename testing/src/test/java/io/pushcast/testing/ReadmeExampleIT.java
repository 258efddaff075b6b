package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pusher.rest.Pusher;
import com.pusher.rest.data.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The snippet of the README, word for word. */
class ReadmeExampleIT {

    // snippet
    @Test
    void anOrderReachesItsSubscribers() throws Exception {
        try (EmbeddedPusher server = EmbeddedPusher.start()) {
            // a subscriber: the official Java client, or pusher-js in a browser
            BlockingQueue<String> received = new LinkedBlockingQueue<>();
            var options = new com.pusher.client.PusherOptions()
                    .setHost(server.host())
                    .setWsPort(server.port())
                    .setUseTLS(false);
            var subscriber = new com.pusher.client.Pusher(server.key(), options);
            subscriber.subscribe("orders").bind("order-placed", event -> received.add(event.getData()));
            subscriber.connect();
            await().until(() -> server.subscribers("orders") == 1);

            // a publisher: whatever speaks Pusher's HTTP API, with the credentials of server.app()
            Pusher publisher =
                    new Pusher(server.app().appId(), server.key(), server.app().secret());
            publisher.setHost(server.host() + ":" + server.port());
            Result result = publisher.trigger("orders", "order-placed", Map.of("id", "o-1"));

            assertThat(result.getHttpStatus()).isEqualTo(200);
            assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo("{\"id\":\"o-1\"}");
            assertThat(server.events())
                    .containsExactly(new RecordedEvent("orders", "order-placed", "{\"id\":\"o-1\"}", null));
            subscriber.disconnect();
        }
    }
    // end of snippet

    @Test
    void theFaultsOfTheReadmeAreThere() {
        try (EmbeddedPusher server = EmbeddedPusher.start()) {
            // faults
            server.faults().next(3, Fault.status(503)); // the next three requests
            server.faults().next(Fault.status(429).retryAfter("0.5")); // and the one after them
            server.faults().always(Fault.blackHole()); // and then all
            server.faults().random(42, 0.2, Fault.blackHole(), Fault.halfAnswer()); // or every fifth
            server.faults().none(); // it is well again
            // end of faults
            assertThat(server.faults().draw()).isNull();
        }
    }

    @Test
    void theReadmeShowsThisVeryCode() throws IOException {
        assertShown("snippet", 4);
        assertShown("faults", 12);
    }

    private static void assertShown(String name, int indent) throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/pushcast/testing/ReadmeExampleIT.java"));
        String start = "// " + name + "\n";
        String end = " ".repeat(indent) + "// end of " + name + "\n";
        String code = source.substring(source.indexOf(start) + start.length(), source.indexOf(end));

        assertThat(Files.readString(Path.of("README.md")))
                .contains("```java\n" + code.replaceAll("(?m)^ {" + indent + "}", "") + "```");
    }
}
