package io.pushcast.webhook;

import static io.pushcast.webhook.SignedWebhooks.body;
import static io.pushcast.webhook.SignedWebhooks.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.RecordedLog;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhookEndpointTest {

    private static final String OCCUPIED = "{\"name\":\"channel_occupied\",\"channel\":\"a\"}";
    private static final String VACATED = "{\"name\":\"channel_vacated\",\"channel\":\"b\"}";

    private final RecordedLog log = new RecordedLog(WebhookEndpoint.class);
    private final List<Object> heard = new ArrayList<>();
    private final List<Object> completed = new ArrayList<>();
    private Class<?> trouble = Void.class;
    private Throwable failure = new IllegalStateException("own failure");

    private final WebhookEndpoint endpoint = new WebhookEndpoint(
            WebhookReader.builder()
                    .key(SignedWebhooks.KEY, SignedWebhooks.SECRET)
                    .clock(Clock.fixed(SignedWebhooks.NOW, ZoneOffset.UTC))
                    .maxBodyBytes(1_024)
                    .build(),
            new WebhookEndpoint.Listeners() {
                @Override
                public void onEvent(Object event) {
                    heard.add(event);
                    if (trouble.isInstance(event)) {
                        WebhookEndpointTest.<RuntimeException>rethrow(failure);
                    }
                }

                @Override
                public void onComplete(List<Object> events) {
                    completed.addAll(events);
                }
            },
            "pushcast.webhook.max-size");

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable failure) throws T {
        throw (T) failure;
    }

    @AfterEach
    void stopListening() {
        log.close();
    }

    @Test
    void tellsOfTheWebhookAndThenOfItsEvents() {
        byte[] body = body(OCCUPIED, VACATED);

        assertThat(endpoint.receive(body, headers(body))).isEqualTo(new WebhookResponse(200, ""));

        assertThat(heard)
                .hasExactlyElementsOfTypes(
                        Webhook.class, WebhookEvent.ChannelOccupied.class, WebhookEvent.ChannelVacated.class);
        assertThat(completed).isEqualTo(heard);
    }

    @Test
    void asksForItAgainIfAListenerFailsAndTellsOthersNonetheless() {
        trouble = WebhookEvent.ChannelOccupied.class;
        byte[] body = body(OCCUPIED, VACATED);

        assertThat(endpoint.receive(body, headers(body))).isEqualTo(new WebhookResponse(500, "A listener failed"));

        assertThat(heard).hasSize(3);
        assertThat(completed).isEmpty();
        assertThat(log.lines()).singleElement().asString().startsWith("ERROR A listener failed on ChannelOccupied");
    }

    @Test
    void asksForItAgainIfAListenerFailsWithAnError() {
        trouble = Webhook.class;
        failure = new NoClassDefFoundError("of a listener");
        byte[] body = body(OCCUPIED);

        assertThat(endpoint.receive(body, headers(body)).status()).isEqualTo(500);
        assertThat(heard).hasSize(2);
    }

    @Test
    void refusesByTheHeadersAlone() {
        assertThat(endpoint.check(headers(new byte[0]))).isEmpty();
        assertThat(endpoint.check(Map.of())).map(WebhookResponse::status).hasValue(401);
        assertThat(endpoint.check(headers("other", "ab")))
                .hasValue(new WebhookResponse(401, "This is no webhook of an app that is known here"));
    }

    @Test
    void saysLittleOfStrangers() {
        endpoint.receive(body(), Map.of());
        endpoint.receive(body(), headers("other", "ab"));

        assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("DEBUG Refused a webhook: "));
        assertThat(heard).isEmpty();
    }

    @Test
    void warnsOfAWrongSignature() {
        assertThat(endpoint.receive(body(), headers(SignedWebhooks.KEY, "ab")).status())
                .isEqualTo(401);

        assertThat(log.lines()).singleElement().asString().startsWith("WARN Refused a webhook: ");
    }

    @Test
    void letsNobodyWriteLinesIntoTheLog() {
        endpoint.receive(body(), headers("other\r\nINFO All is well\u001b[2J", "ab"));

        assertThat(log.lines()).singleElement().asString().doesNotContainPattern("\\p{C}");
    }

    @Test
    void refusesABodyThatIsTooLargeAndNamesTheSetting() {
        byte[] body = body("\"" + "x".repeat(1_024) + "\"");
        WebhookResponse refusal = new WebhookResponse(413, "The body is too large");

        assertThat(endpoint.receive(body, headers(body))).isEqualTo(refusal);
        assertThat(endpoint.tooLarge()).isEqualTo(refusal);
        assertThat(log.lines())
                .hasSize(2)
                .allMatch(line -> line.equals("WARN Refused a webhook: its body has more than 1024 bytes; if that is no"
                        + " mistake, raise pushcast.webhook.max-size"));
    }

    @Test
    void picksTheHeadersThatMatter() {
        assertThat(WebhookEndpoint.headers(name -> List.of("of " + name)))
                .containsOnly(
                        Map.entry("X-Pusher-Key", List.of("of X-Pusher-Key")),
                        Map.entry("X-Pusher-Signature", List.of("of X-Pusher-Signature")));
    }

    @Test
    void tellsOfWhatComesAgainUnlessRepeatsAreDropped() {
        byte[] body = body(OCCUPIED);
        endpoint.receive(body, headers(body));
        endpoint.receive(body, headers(body));
        assertThat(heard).hasSize(4);

        WebhookEndpoint once = endpoint.droppingRepeats();
        assertThat(once.receive(body, headers(body)).status()).isEqualTo(200);
        assertThat(once.receive(body, headers(body))).isEqualTo(new WebhookResponse(200, ""));
        assertThat(heard).hasSize(6);
        byte[] other = body(VACATED);
        once.receive(other, headers(other));
        assertThat(heard).hasSize(8);
        assertThat(once.receive(body, headers(SignedWebhooks.KEY, "ab")).status())
                .isEqualTo(401);
    }

    @Test
    void tellsOnceMoreOfARepeatThatListenersFailedOn() {
        WebhookEndpoint once = endpoint.droppingRepeats();
        byte[] body = body(OCCUPIED);
        trouble = Webhook.class;
        assertThat(once.receive(body, headers(body)).status()).isEqualTo(500);
        trouble = Void.class;
        assertThat(once.receive(body, headers(body)).status()).isEqualTo(200);
        assertThat(heard).hasSize(4);
    }

    @Test
    void asksForARepeatLaterWhileListenersHearOfTheFirst() {
        byte[] body = body(OCCUPIED);
        List<WebhookResponse> within = new ArrayList<>();
        WebhookEndpoint[] itself = new WebhookEndpoint[1];
        itself[0] = new WebhookEndpoint(
                        WebhookReader.builder()
                                .key(SignedWebhooks.KEY, SignedWebhooks.SECRET)
                                .clock(Clock.fixed(SignedWebhooks.NOW, ZoneOffset.UTC))
                                .build(),
                        event -> within.add(itself[0].receive(body, headers(body))),
                        "")
                .droppingRepeats();

        assertThat(itself[0].receive(body, headers(body)).status()).isEqualTo(200);
        assertThat(within).extracting(WebhookResponse::status).containsExactly(503, 503);
    }
}
