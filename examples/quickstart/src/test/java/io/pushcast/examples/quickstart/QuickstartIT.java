package io.pushcast.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.EmbeddedPusher;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuickstartIT {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Quickstart quickstart = new Quickstart(new PrintStream(out, true, StandardCharsets.UTF_8));

    @Test
    void showsWhatTheSubscriberReceived() throws Exception {
        assertThat(quickstart.run(Map.of())).isTrue();

        assertThat(printed().lines())
                .hasSize(11)
                .anySatisfy(line -> assertThat(line)
                        .startsWith("private-orders.c-7")
                        .contains("order-placed")
                        .contains("{\"orderId\":\"o-1\",\"customerId\":\"c-7\",\"total\":19.90}"));
        assertThat(printed()).containsPattern("published 10, requests made \\d+, received 10, out of order 0");
    }

    @Test
    void publishesToTheAppOfAUrl() throws Exception {
        try (EmbeddedPusher server = EmbeddedPusher.start()) {
            PusherApp app = server.app();
            String url = "http://" + app.key() + ":" + app.secret() + "@" + server.host() + ":" + server.port()
                    + "/apps/" + app.appId();

            assertThat(quickstart.run(Map.of("PUSHER_URL", url))).isTrue();

            assertThat(server.events()).hasSize(10);
            assertThat(printed()).contains("accepted 10").doesNotContain(app.secret());
        }
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
