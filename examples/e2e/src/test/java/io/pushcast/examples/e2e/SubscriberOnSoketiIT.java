package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.pusher.PusherApp;
import io.pushcast.subscribe.Subscriber;
import io.pushcast.testing.SubscriberContract;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pushcast's own subscriber against a server that nobody here wrote. */
@Tag("e2e")
class SubscriberOnSoketiIT extends SubscriberContract {

    private Soketi server;

    @Override
    protected PusherApp startServer() {
        server = Soketi.start(InstalledPrograms.installed(), NpmPackages.ofThisModule());
        return server.app();
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void receivesWhatPushersLibraryForNodePublishes() throws Exception {
        PusherApp app = server.app();
        BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
        try (Subscriber subscriber = Subscriber.builder()
                .app(app)
                .on("private-from-node", "numbered", Integer.class, (number, where) -> received.add(number))
                .build()) {
            subscriber.start();
            assertThat(subscriber.awaitSubscribed(Duration.ofSeconds(15))).isTrue();

            try (NodeScript node = NodeScript.run(
                    "node-numbers.js",
                    app.appId(),
                    app.key(),
                    app.secret(),
                    String.valueOf(app.port()),
                    "private-from-node")) {
                assertThat(node.lines()).containsExactly("published 30");
            }

            List<Integer> all =
                    IntStream.range(0, 30).mapToObj(i -> poll(received)).toList();
            assertThat(all).isEqualTo(IntStream.range(0, 30).boxed().toList());
        }
    }

    private static Integer poll(BlockingQueue<Integer> queue) {
        try {
            return queue.poll(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
