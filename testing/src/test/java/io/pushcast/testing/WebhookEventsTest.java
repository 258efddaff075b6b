package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.pushcast.testing.protocol.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of, and when. */
class WebhookEventsTest {

    private static final Duration DELAY = Webhooks.DEFAULT_VACATED_DELAY;

    private final ManualTimer timer = new ManualTimer();
    private final List<JsonObject> told = new ArrayList<>();
    private final WebhookEvents events = new WebhookEvents(timer, told::add);

    @Test
    void tellsAfterAWhileThatAChannelIsVacated() {
        events.occupied("orders");
        events.vacated("orders");
        timer.pass(DELAY.minusMillis(1));
        assertThat(lines()).containsExactly("{\"name\":\"channel_occupied\",\"channel\":\"orders\"}");

        timer.pass(Duration.ofMillis(1));
        assertThat(lines()).last().isEqualTo("{\"name\":\"channel_vacated\",\"channel\":\"orders\"}");
    }

    @Test
    void tellsNothingOfWhoComesBackInTime() {
        events.occupied("presence-room");
        events.memberAdded("presence-room", "ann");
        told.clear();

        events.memberRemoved("presence-room", "ann");
        events.vacated("presence-room");
        timer.pass(DELAY.minusMillis(1));
        events.occupied("presence-room");
        events.memberAdded("presence-room", "ann");
        timer.pass(DELAY.multipliedBy(10));

        assertThat(told).isEmpty();
    }

    @Test
    void countsTheDelayFromTheLastTime() {
        events.vacated("orders");
        timer.pass(DELAY.minusMillis(1));
        events.occupied("orders");
        events.vacated("orders");
        timer.pass(DELAY.minusMillis(1));
        assertThat(told).isEmpty();

        timer.pass(Duration.ofMillis(1));
        assertThat(told).hasSize(1);
    }

    @Test
    void tellsAtOnceWithoutADelayOrWhenAsked() {
        events.memberRemoved("presence-room", "ann");
        events.vacated("presence-room");
        events.flush();
        assertThat(lines())
                .containsExactly(
                        "{\"name\":\"member_removed\",\"channel\":\"presence-room\",\"user_id\":\"ann\"}",
                        "{\"name\":\"channel_vacated\",\"channel\":\"presence-room\"}");
        timer.pass(DELAY);
        assertThat(told).hasSize(2);

        events.vacatedDelay(Duration.ZERO);
        events.vacated("orders");
        assertThat(told).hasSize(3);
    }

    @Test
    void keepsTheChannelsOfUsersToItself() {
        events.vacatedDelay(Duration.ZERO);
        events.occupied("#server-to-user-ann");
        events.vacated("#server-to-user-ann");

        assertThat(told).isEmpty();
    }

    @Test
    void tellsWhatClientsSendWithItsDataAsAString() {
        events.clientEvent("private-a", "client-x", StrictJson.object(java.util.Map.of("n", 1)), "1.2", null);
        events.clientEvent("presence-a", "client-x", new JsonPrimitive("text"), "1.2", "ann");

        assertThat(lines())
                .containsExactly(
                        "{\"name\":\"client_event\",\"channel\":\"private-a\",\"event\":\"client-x\","
                                + "\"data\":\"{\\\"n\\\":1}\",\"socket_id\":\"1.2\"}",
                        "{\"name\":\"client_event\",\"channel\":\"presence-a\",\"event\":\"client-x\","
                                + "\"data\":\"text\",\"socket_id\":\"1.2\",\"user_id\":\"ann\"}");
    }

    private List<String> lines() {
        return told.stream().map(StrictJson::write).toList();
    }
}
