package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.Pusher;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pusher's own Java library for servers against the server as it is. */
class OfficialServerLibraryIT {

    private final List<Pusher> opened = new ArrayList<>();
    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final Pusher publisher = publisher(server.app().secret());

    @AfterEach
    void stop() throws Exception {
        for (Pusher pusher : opened) {
            pusher.close();
        }
        server.close();
    }

    @Test
    void publishesOneEventToSeveralChannels() {
        Result result = publisher.trigger(List.of("orders", "audit"), "placed", Map.of("id", "o-1"), "12.34");

        assertThat(result.getHttpStatus()).isEqualTo(200);
        assertThat(result.getMessage()).isEqualTo("{}");
        assertThat(server.events())
                .containsExactly(
                        new RecordedEvent("orders", "placed", "{\"id\":\"o-1\"}", "12.34"),
                        new RecordedEvent("audit", "placed", "{\"id\":\"o-1\"}", "12.34"));
    }

    @Test
    void publishesABatch() {
        Result result = publisher.trigger(
                List.of(new Event("orders", "placed", "one"), new Event("orders", "paid", Map.of("n", 2), "12.34")));

        assertThat(result.getStatus()).isEqualTo(Result.Status.SUCCESS);
        assertThat(server.events())
                .containsExactly(
                        new RecordedEvent("orders", "placed", "\"one\"", null),
                        new RecordedEvent("orders", "paid", "{\"n\":2}", "12.34"));
    }

    @Test
    void asksAboutChannels() {
        Result result = publisher.get("/channels", Map.of("filter_by_prefix", "presence-", "info", "user_count"));

        assertThat(result.getMessage()).isEqualTo("{\"channels\":{}}");
        assertThat(publisher.get("/channels/a;b=c@d,e").getMessage()).isEqualTo("{\"occupied\":false}");
    }

    @Test
    void refusesAWrongSecret() {
        Result result = publisher("wrong").trigger("orders", "placed", Map.of());

        assertThat(result.getStatus()).isEqualTo(Result.Status.AUTHENTICATION_ERROR);
        assertThat(result.getMessage()).contains("Invalid signature");
        assertThat(server.events()).isEmpty();
    }

    @Test
    void refusesAPayloadThatIsTooLarge() {
        Result result = publisher.trigger("orders", "placed", "x".repeat(10_240));

        assertThat(result.getHttpStatus()).isEqualTo(413);
        assertThat(server.events()).isEmpty();
    }

    private Pusher publisher(String secret) {
        return open(new Pusher(server.app().appId(), server.key(), secret));
    }

    private Pusher open(Pusher pusher) {
        opened.add(pusher);
        pusher.setHost(server.host() + ":" + server.port());
        return pusher;
    }
}
