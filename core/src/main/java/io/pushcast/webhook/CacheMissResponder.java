package io.pushcast.webhook;

import io.pushcast.auth.ChannelPattern;
import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code cache_miss}: when somebody subscribes to a cache channel that has nothing in its cache, the current
 * value is published to it. Safe for use by several threads, if its functions are.
 *
 * <pre>{@code
 * CacheMissResponder responder = CacheMissResponder.builder(
 *                 (channel, event, payload) -> pushcast.to(channel.value()).named(event).payload(payload).publish())
 *         .on("cache-prices.{symbol}", miss -> prices.find(miss.parameter("symbol"))
 *                 .map(price -> new CacheMissResponder.Value("price-changed", price)))
 *         .build();
 * responder.answer(webhook);
 * }</pre>
 *
 * <p>The names of channels are chosen by clients: whoever subscribes to {@code cache-anything} causes a cache miss
 * there. So nothing is published for a name that no pattern matches, and what a pattern's parameters stand for is a
 * client's words, which a function looks up and does not trust. Each miss costs a look-up and perhaps a message: a
 * value that does not exist should be cheap to find missing.
 *
 * <p>A value that is computed here may be overtaken: what was published to the channel after it was read, and before it
 * is published itself, is newer, and yet is followed by it and replaced in the cache. Where that matters, payloads
 * carry a version or a time by which subscribers see it.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/cache-channels/">Cache channels</a>
 */
public final class CacheMissResponder {

    private static final Logger log = LoggerFactory.getLogger(CacheMissResponder.class);

    private final List<Source> sources;
    private final Publisher publisher;

    private CacheMissResponder(Builder builder) {
        this.sources = List.copyOf(builder.sources);
        this.publisher = builder.publisher;
    }

    /**
     * A builder that knows no channels yet.
     *
     * @param publisher publishes current values
     */
    public static Builder builder(Publisher publisher) {
        return new Builder(publisher);
    }

    /** Where the values for the channels of one pattern come from. */
    private record Source(ChannelPattern pattern, Function<? super Miss, Optional<Value>> values) {}

    /**
     * That a channel has nothing in its cache.
     *
     * @param channel the channel
     * @param parameters what the pattern's parameters stand for in the channel's name, which is a client's word
     */
    public record Miss(ChannelName channel, Map<String, String> parameters) {

        /**
         * What a parameter of the pattern stands for in the channel's name; never empty.
         *
         * @throws IllegalArgumentException if the pattern has no such parameter; the message names those that it has
         */
        public String parameter(String name) {
            String value = parameters.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "The pattern that matched " + LogText.name(channel.value()) + " has no parameter '" + name
                                + "'; it has "
                                + (parameters.isEmpty() ? "none" : String.join(", ", parameters.keySet())));
            }
            return value;
        }
    }

    /**
     * What is published to a channel that has nothing in its cache. {@code toString} leaves out the payload.
     *
     * @param event the event's name
     * @param payload what is written as JSON
     */
    public record Value(String event, Object payload) {

        @Override
        public String toString() {
            return "Value[event=" + LogText.name(event) + "]";
        }
    }

    /** Publishes one event to one channel, such as {@code EventPublisher} does. */
    @FunctionalInterface
    public interface Publisher {

        /** Publishes it; the stage completes when it was accepted. */
        CompletionStage<?> publish(ChannelName channel, String event, Object payload);
    }

    /**
     * Answers each cache miss in a webhook, a channel once. One that fails keeps nothing from the others; it is logged.
     *
     * @return completes when all were published, or exceptionally with the first failure in their order; at once if there
     *     is none
     */
    public CompletionStage<Void> answer(Webhook webhook) {
        List<CompletableFuture<?>> answers = new ArrayList<>();
        webhook.events(WebhookEvent.CacheMiss.class).stream()
                .map(WebhookEvent.CacheMiss::channel)
                .distinct()
                .forEach(channel -> answers.add(answer(channel)));
        return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]));
    }

    private CompletableFuture<?> answer(ChannelName channel) {
        CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
        try {
            Optional<Value> value = current(channel);
            if (value.isEmpty()) {
                log.debug(
                        "There is no current value for {}, which has nothing in its cache",
                        LogText.name(channel.value()));
                answer.complete(null);
                return answer;
            }
            publisher
                    .publish(channel, value.get().event(), value.get().payload())
                    .whenComplete((published, failure) -> end(channel, answer, failure));
        } catch (RuntimeException e) {
            end(channel, answer, e);
        }
        return answer;
    }

    /** The first pattern that matches decides, as with authorisation. */
    private Optional<Value> current(ChannelName channel) {
        for (Source source : sources) {
            Optional<Map<String, String>> parameters = source.pattern().match(channel);
            if (parameters.isPresent()) {
                return source.values().apply(new Miss(channel, parameters.get()));
            }
        }
        return Optional.empty();
    }

    private static void end(
            ChannelName channel, CompletableFuture<@Nullable Object> answer, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(null);
        } else {
            log.warn(
                    "The current value for {}, which has nothing in its cache, was not published",
                    LogText.name(channel.value()),
                    failure);
            answer.completeExceptionally(failure);
        }
    }

    /** Builds a {@link CacheMissResponder}. Not for use by several threads. */
    public static final class Builder {

        private final Publisher publisher;
        private final List<Source> sources = new ArrayList<>();

        private Builder(Publisher publisher) {
            this.publisher = Objects.requireNonNull(publisher, "publisher");
        }

        /**
         * Where the current values for the channels of a pattern come from. May be called several times; of the patterns
         * that match a channel, the first is taken.
         *
         * @param pattern such as {@code cache-prices.{symbol}} or {@code private-cache-orders.{id}}, see
         *     {@link ChannelPattern}
         * @param values the current value; empty if there is none, and then nothing is published. It is called in the
         *     thread that calls {@link #answer}
         * @throws IllegalArgumentException if it is no pattern of cache channels, see {@link ChannelPattern#parseCache}
         */
        public Builder on(String pattern, Function<? super Miss, Optional<Value>> values) {
            sources.add(new Source(ChannelPattern.parseCache(pattern), Objects.requireNonNull(values, "values")));
            return this;
        }

        /**
         * The responder.
         *
         * @throws IllegalStateException if it knows no channels
         */
        public CacheMissResponder build() {
            if (sources.isEmpty()) {
                throw new IllegalStateException("A CacheMissResponder without channels answers nothing; call on(…)");
            }
            return new CacheMissResponder(this);
        }
    }
}
