package io.pushcast.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.json.JsonCodec;
import io.pushcast.json.JsonReadException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {

    private static final JsonCodec JSON = JsonCodec.detect();

    @Test
    void readsDataThatIsTextOrAnObject() {
        assertThat(Frame.read(JSON, "{\"event\":\"e\",\"channel\":\"c\",\"data\":\"{\\\"a\\\":1}\",\"user_id\":7}"))
                .isEqualTo(new Frame("e", "c", "{\"a\":1}", "7"));
        assertThat(Frame.read(JSON, "{\"event\":\"e\",\"data\":{\"a\":1}}"))
                .isEqualTo(new Frame("e", null, "{\"a\":1}", null));
        assertThat(Frame.read(JSON, "{\"event\":\"e\"}").fields(JSON)).isEmpty();
        assertThat(new Frame("e", null, "[1]", null).fields(JSON)).isEmpty();
        assertThat(new Frame("e", null, "no JSON", null).fields(JSON)).isEmpty();
        assertThat(new Frame("e", null, "{\"a\":1}", null).fields(JSON)).isEqualTo(Map.of("a", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "7", "[]", "{}", "{\"event\":7}", "{\"event\":\"e\"", "null", "\"text\""})
    void refusesWhatIsNoMessage(String text) {
        assertThatThrownBy(() -> Frame.read(JSON, text)).isInstanceOf(JsonReadException.class);
    }

    /** Whatever is changed in a message, it is read or refused, and nothing else happens. */
    @Test
    void survivesMessagesThatWereChanged() {
        Random random = new Random(11);
        String[] messages = {
            "{\"event\":\"pusher:connection_established\",\"data\":\"{\\\"socket_id\\\":\\\"1.1\\\",\\\"activity_timeout\\\":120}\"}",
            "{\"event\":\"pusher:error\",\"data\":{\"code\":4004,\"message\":\"x\"}}",
            "{\"event\":\"e\",\"channel\":\"orders\",\"data\":\"{\\\"a\\\":[1,2,{}]}\",\"user_id\":\"u\"}"
        };
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(messages[round % messages.length]);
            for (int change = 0; change <= random.nextInt(3); change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, "{}[]\",:\\u00e9\0 1e9".charAt(random.nextInt(18)));
                }
            }
            try {
                Frame.read(JSON, text.toString()).fields(JSON);
                read++;
            } catch (JsonReadException e) {
                assertThat(e).hasMessageStartingWith("This is no JSON");
            }
        }
        assertThat(read).isPositive();
    }
}
