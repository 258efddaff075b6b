package io.pushcast.testing.api;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.Limits;
import org.junit.jupiter.api.Test;

/** What a text can't say; the rest is in {@link HttpApiIT}. */
class EventRequestsTest {

    private final EventRequests requests = new EventRequests(Limits.PUSHER);

    @Test
    void refusesBytesThatAreNoUtf8() {
        assertThatThrownBy(() -> requests.single(new byte[] {'{', (byte) 0xff, '}'}))
                .hasMessage("The body must be a JSON object in UTF-8, and these bytes are no UTF-8");
    }

    @Test
    void refusesAnEmptyBody() {
        assertThatThrownBy(() -> requests.single(new byte[0]))
                .hasMessage("The body must be a JSON object, and it is empty");
    }

    @Test
    void refusesJsonThatIsNestedTooDeeply() {
        byte[] nested = "{\"a\":".repeat(100_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);

        assertThatThrownBy(() -> requests.batch(nested)).hasMessageContaining("this is no JSON");
    }
}
