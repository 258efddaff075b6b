package io.pushcast.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelName;
import io.pushcast.webhook.CacheMissResponder.Value;
import io.pushcast.webhook.WebhookEvent.CacheMiss;
import io.pushcast.webhook.WebhookEvent.ChannelOccupied;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class CacheMissResponderTest {

    private final List<String> published = new ArrayList<>();
    private final List<CompletableFuture<String>> stages = new ArrayList<>();

    private CompletionStage<String> publish(ChannelName channel, String event, Object payload) {
        published.add(channel + " " + event + " " + payload);
        CompletableFuture<String> stage = new CompletableFuture<>();
        stages.add(stage);
        return stage;
    }

    private static Webhook misses(String... channels) {
        List<WebhookEvent> events = new ArrayList<>();
        events.add(new ChannelOccupied(ChannelName.of("cache-other")));
        Arrays.stream(channels).map(ChannelName::of).map(CacheMiss::new).forEach(events::add);
        return new Webhook(Signed.KEY, Signed.NOW, events);
    }

    @Test
    void publishesTheCurrentValueOfEachChannelOnce() {
        CacheMissResponder responder = new CacheMissResponder(
                channel -> Optional.of(new Value("price", channel.value().length())), this::publish);

        CompletableFuture<Void> answered =
                responder.answer(misses("cache-a", "cache-bb", "cache-a")).toCompletableFuture();

        assertThat(published).containsExactly("cache-a price 7", "cache-bb price 8");
        stages.get(0).complete("done");
        assertThat(answered).isNotDone();
        stages.get(1).complete("done");
        assertThat(answered).isCompleted();
    }

    @Test
    void publishesNothingWhereThereIsNoValue() {
        CacheMissResponder responder = new CacheMissResponder(channel -> Optional.empty(), this::publish);

        assertThat(responder.answer(misses("cache-a"))).isCompleted();
        assertThat(published).isEmpty();
    }

    @Test
    void keepsOneFailureFromTheOthersAndTellsIt() {
        IllegalStateException down = new IllegalStateException("The database is down");
        CacheMissResponder responder = new CacheMissResponder(
                channel -> {
                    if (channel.value().equals("cache-a")) {
                        throw down;
                    }
                    return Optional.of(new Value("price", 1));
                },
                this::publish);

        CompletableFuture<Void> answered =
                responder.answer(misses("cache-a", "cache-b")).toCompletableFuture();

        assertThat(published).containsExactly("cache-b price 1");
        stages.get(0).complete("done");
        assertThat(answered).isCompletedExceptionally();
        assertThat(answered.handle((nothing, failure) -> failure).join()).hasCause(down);
    }

    @Test
    void tellsThatPublishingFailed() {
        CacheMissResponder responder =
                new CacheMissResponder(channel -> Optional.of(new Value("price", 1)), this::publish);

        CompletableFuture<Void> answered = responder.answer(misses("cache-a")).toCompletableFuture();
        stages.get(0).completeExceptionally(new IllegalStateException("Refused"));

        assertThat(answered).isCompletedExceptionally();
    }
}
