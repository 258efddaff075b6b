package io.pushcast.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelName;
import io.pushcast.webhook.CacheMissResponder.Value;
import io.pushcast.webhook.WebhookEvent.CacheMiss;
import io.pushcast.webhook.WebhookEvent.ChannelOccupied;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
        events.add(new ChannelOccupied(ChannelName.of("cache-other"), "key"));
        Arrays.stream(channels)
                .map(ChannelName::of)
                .map(channel -> new CacheMiss(channel, "key"))
                .forEach(events::add);
        return new Webhook(SignedWebhooks.KEY, SignedWebhooks.NOW, events);
    }

    @Test
    void publishesTheCurrentValueOfEachChannelOnce() {
        CacheMissResponder responder = CacheMissResponder.builder(this::publish)
                .on("cache-{symbol}", miss -> Optional.of(new Value("price", miss.parameter("symbol"))))
                .build();

        CompletableFuture<Void> answered =
                responder.answer(misses("cache-a", "cache-bb", "cache-a")).toCompletableFuture();

        assertThat(published).containsExactly("cache-a price a", "cache-bb price bb");
        stages.get(0).complete("done");
        assertThat(answered).isNotDone();
        stages.get(1).complete("done");
        assertThat(answered).isCompleted();
    }

    @Test
    void publishesNothingWhereThereIsNoValue() {
        CacheMissResponder responder = CacheMissResponder.builder(this::publish)
                .on("cache-{symbol}", miss -> Optional.empty())
                .build();

        assertThat(responder.answer(misses("cache-a"))).isCompleted();
        assertThat(published).isEmpty();
    }

    @Test
    void keepsOneFailureFromTheOthersAndTellsIt() {
        IllegalStateException down = new IllegalStateException("The database is down");
        CacheMissResponder responder = CacheMissResponder.builder(this::publish)
                .on("cache-{symbol}", miss -> {
                    if (miss.channel().value().equals("cache-a")) {
                        throw down;
                    }
                    return Optional.of(new Value("price", 1));
                })
                .build();

        CompletableFuture<Void> answered =
                responder.answer(misses("cache-a", "cache-b")).toCompletableFuture();

        assertThat(published).containsExactly("cache-b price 1");
        stages.get(0).complete("done");
        assertThat(answered).isCompletedExceptionally();
        assertThat(answered.handle((nothing, failure) -> failure).join()).hasCause(down);
    }

    @Test
    void tellsThatPublishingFailed() {
        CacheMissResponder responder = CacheMissResponder.builder(this::publish)
                .on("cache-{symbol}", miss -> Optional.of(new Value("price", 1)))
                .build();

        CompletableFuture<Void> answered = responder.answer(misses("cache-a")).toCompletableFuture();
        stages.get(0).completeExceptionally(new IllegalStateException("Refused"));

        assertThat(answered).isCompletedExceptionally();
    }

    @Test
    void publishesNothingToChannelsThatNoPatternIsFor() {
        CacheMissResponder responder = CacheMissResponder.builder(this::publish)
                .on("cache-prices.{symbol}", miss -> Optional.of(new Value("price", 1)))
                .on("private-cache-orders.{id}", miss -> Optional.of(new Value("order", 2)))
                .on("cache-prices.{symbol...}", miss -> Optional.of(new Value("later", 3)))
                .build();

        responder.answer(misses(
                "cache-anything",
                "private-cache-prices.a",
                "cache-prices.a",
                "private-cache-orders.7",
                "cache-prices.a.b"));

        assertThat(published)
                .containsExactly(
                        "cache-prices.a price 1", "private-cache-orders.7 order 2", "cache-prices.a.b later 3");
    }

    @Test
    void refusesAPatternThatIsForNoCacheChannels() {
        CacheMissResponder.Builder builder = CacheMissResponder.builder(this::publish);

        assertThatThrownBy(() -> builder.on("private-orders.{id}", miss -> Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'private-orders.{id}'")
                .hasMessageContaining("not for cache channels");
        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void namesTheParametersThereAre() {
        CacheMissResponder.Miss miss =
                new CacheMissResponder.Miss(ChannelName.of("cache-prices.a"), Map.of("symbol", "a"));

        assertThatThrownBy(() -> miss.parameter("id")).hasMessageEndingWith("has no parameter 'id'; it has symbol");
    }

    @Test
    void showsNoPayload() {
        assertThat(new Value("price", "19.90")).hasToString("Value[event=price]");
    }
}
