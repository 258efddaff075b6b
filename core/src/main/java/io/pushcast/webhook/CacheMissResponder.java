package io.pushcast.webhook;

import io.pushcast.message.ChannelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code cache_miss}: when somebody subscribes to a cache channel that has nothing in its cache, the current value is
 * published to it. Safe for use by several threads, if its two functions are.
 *
 * <pre>{@code
 * CacheMissResponder responder = new CacheMissResponder(
 *         channel -> Optional.of(new CacheMissResponder.Value("price-changed", prices.current(channel))),
 *         (channel, event, payload) -> pushcast.to(channel.value()).named(event).payload(payload).publish());
 * responder.answer(webhook);
 * }</pre>
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/cache-channels/">Cache channels</a>
 */
public final class CacheMissResponder {

    private static final Logger log = LoggerFactory.getLogger(CacheMissResponder.class);

    private final Function<ChannelName, Optional<Value>> current;
    private final Publisher publisher;

    /**
     * Answers by these two.
     *
     * @param current the current value for a channel; empty if there is none, and then nothing is published. It is called
     *     in the thread that calls {@link #answer}
     * @param publisher publishes it
     */
    public CacheMissResponder(Function<ChannelName, Optional<Value>> current, Publisher publisher) {
        this.current = Objects.requireNonNull(current, "current");
        this.publisher = Objects.requireNonNull(publisher, "publisher");
    }

    /**
     * What is published to a channel that has nothing in its cache.
     *
     * @param event the event's name
     * @param payload what is written as JSON
     */
    public record Value(String event, Object payload) {}

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
            Optional<Value> value = current.apply(channel);
            if (value.isEmpty()) {
                log.debug("There is no current value for {}, which has nothing in its cache", channel);
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

    private static void end(
            ChannelName channel, CompletableFuture<@Nullable Object> answer, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(null);
        } else {
            log.warn("The current value for {}, which has nothing in its cache, was not published", channel, failure);
            answer.completeExceptionally(failure);
        }
    }
}
