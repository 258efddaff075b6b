package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.pushcast.testing.protocol.AppSigner;
import io.pushcast.testing.protocol.StrictJson;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Webhooks in a time that passes when it is told to. */
class WebhookSenderTest {

    private static final URI ADDRESS = URI.create("http://127.0.0.1:1/webhook");

    private final ManualTimer timer = new ManualTimer();
    private final List<Sent> sent = new ArrayList<>();
    private final List<RecordedWebhook> recorded = new ArrayList<>();
    private final WebhookSender sender = new WebhookSender(
            new AppSigner("key", "secret"),
            Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC),
            timer,
            this::post,
            recorded::add);

    private record Sent(Duration time, Map<String, String> headers, String body, CompletableFuture<Integer> answer) {}

    private CompletionStage<Integer> post(URI address, Map<String, String> headers, String body) {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        sent.add(new Sent(timer.now(), headers, body, answer));
        return answer;
    }

    @Test
    void sendsNothingWithoutAnAddress() {
        sender.add(event("a"));
        timer.settle();
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        timer.settle();

        assertThat(sent).isEmpty();
    }

    @Test
    void sendsWhatHappensAtOnceInOneSignedRequest() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        sender.add(event("a"));
        sender.add(event("b"));
        timer.settle();

        String body = "{\"time_ms\":1700000000000,\"events\":[{\"name\":\"a\"},{\"name\":\"b\"}]}";
        assertThat(sent).singleElement().satisfies(request -> {
            assertThat(request.body()).isEqualTo(body);
            assertThat(request.headers())
                    .containsOnly(
                            Map.entry("X-Pusher-Key", "key"),
                            Map.entry("X-Pusher-Signature", SignedHttp.hmac("secret", body)));
        });
    }

    @Test
    void tellsEachAddressTheKindsThatItWants() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of("b")));
        sender.register(new WebhookEndpoint(ADDRESS, Set.of("c")));
        sender.add(event("a"));
        sender.add(event("b"));
        timer.settle();

        assertThat(sent)
                .singleElement()
                .satisfies(
                        request -> assertThat(request.body()).contains("\"b\"").doesNotContain("\"a\""));
    }

    @Test
    void sendsTheSameBytesAgainWithLongerAndLongerPausesForFiveMinutes() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        sender.add(event("a"));
        for (int i = 0; i < 100; i++) {
            timer.settle();
            sent.forEach(request -> request.answer().complete(500));
            timer.pass(Duration.ofSeconds(10));
            timer.settle();
        }

        assertThat(recorded).hasSize(9).allMatch(attempt -> attempt.status() == 500);
        assertThat(recorded).extracting(RecordedWebhook::attempt).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(sent).extracting(Sent::body).containsOnly(sent.get(0).body());
        assertThat(sent).extracting(Sent::headers).containsOnly(sent.get(0).headers());
    }

    @Test
    void doublesThePauses() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        sender.add(event("a"));
        for (int second = 0; second <= 300; second++) {
            timer.settle();
            sent.forEach(request -> request.answer().complete(0));
            timer.settle();
            timer.pass(Duration.ofSeconds(1));
        }

        assertThat(sent)
                .extracting(request -> request.time().toSeconds())
                .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 255L);
    }

    @Test
    void doesNotSendAgainWhatWasTaken() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        sender.add(event("a"));
        timer.settle();
        sent.get(0).answer().completeExceptionally(new IllegalStateException("refused"));
        timer.pass(Duration.ofSeconds(1));
        sent.get(1).answer().complete(204);
        timer.pass(Duration.ofMinutes(10));

        assertThat(recorded)
                .containsExactly(
                        new RecordedWebhook(ADDRESS, sent.get(0).body(), 1, 0),
                        new RecordedWebhook(ADDRESS, sent.get(0).body(), 2, 204));
    }

    @Test
    void sendsOneAfterTheOtherButWaitsForNoRepetition() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        sender.add(event("a"));
        timer.settle();
        sender.add(event("b"));
        timer.settle();
        assertThat(sent).hasSize(1);

        sent.get(0).answer().complete(500);
        timer.settle();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).body()).contains("\"b\"");

        sent.get(1).answer().complete(200);
        timer.pass(Duration.ofSeconds(1));
        assertThat(sent).hasSize(3);
        assertThat(sent.get(2).body()).isEqualTo(sent.get(0).body());
    }

    @Test
    void sendsAgainAtOnceWhenAsked() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        sender.add(event("a"));
        timer.settle();
        sent.get(0).answer().complete(500);
        timer.settle();

        sender.retryNow();
        assertThat(sent).hasSize(2);
        sent.get(1).answer().complete(200);
        timer.pass(Duration.ofMinutes(10));
        assertThat(sent).hasSize(2);
    }

    @Test
    void forgetsWhatIsStillToBeSent() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        sender.add(event("a"));
        timer.settle();
        sender.add(event("b"));
        sender.forgetAddresses();
        sent.get(0).answer().complete(500);
        timer.pass(Duration.ofMinutes(10));

        assertThat(sent).hasSize(1);
    }

    @Test
    void forgetsWhatIsUnderWayAndKeepsTheAddress() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        sender.add(event("failed"));
        timer.settle();
        sent.get(0).answer().complete(500);
        timer.settle();
        sender.add(event("under way"));
        timer.settle();
        sender.add(event("waiting"));
        timer.settle();
        sender.add(event("pending"));
        recorded.clear();

        sender.forgetEvents();
        sender.retryNow();
        sent.get(1).answer().complete(500);
        sender.add(event("next"));
        timer.pass(Duration.ofMinutes(10));

        assertThat(sent).hasSize(3);
        assertThat(sent.get(2).body()).contains("\"next\"");
        assertThat(recorded).isEmpty();
    }

    @Test
    void givesUpWhatIsTooMuchForAnAddressThatDoesNotAnswer() {
        sender.register(new WebhookEndpoint(ADDRESS, Set.of()));
        for (int i = 0; i < WebhookSender.MOST_WAITING + 10; i++) {
            sender.add(event("e" + i));
            timer.settle();
        }
        for (int i = 0; i < sent.size(); i++) {
            sent.get(i).answer().complete(200);
            timer.settle();
        }

        // The first was under way already.
        assertThat(sent).hasSize(WebhookSender.MOST_WAITING + 1);
    }

    private static JsonObject event(String name) {
        return StrictJson.object(Map.of("name", name));
    }
}
