package io.pushcast.spring.modulith;

import io.pushcast.EventPublisher;
import io.pushcast.Publication;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.Template;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.springframework.expression.EvaluationContext;
import org.springframework.modulith.events.RoutingTarget;
import org.springframework.modulith.events.support.BrokerRouting;

/** Publishes an event to the channel that its target is the template of. */
final class ChannelExternalizer implements BiFunction<RoutingTarget, Object, CompletableFuture<?>> {

    private final EventPublisher publisher;
    private final EvaluationContext context;

    ChannelExternalizer(EventPublisher publisher, EvaluationContext context) {
        this.publisher = publisher;
        this.context = context;
    }

    @Override
    public CompletableFuture<?> apply(RoutingTarget target, Object event) {
        BrokerRouting routing = BrokerRouting.of(target, context);
        String channel =
                Template.parse(routing.getTarget(event)).channelFor(event).value();
        Publication publication = publisher
                .to(channel)
                .named(EventMappings.defaultName(event.getClass()))
                .payload(event);
        String key = routing.getKey(event);
        return (key == null ? publication : publication.orderedBy(key))
                .publish()
                .toCompletableFuture();
    }
}
