package io.pushcast.mapping;

import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One {@link PublishTo}, ready to make routes of the events of one class. */
final class RouteTemplate {

    private final List<ChannelTemplate> channels;
    private final String event;
    private final @Nullable KeyTemplate key;
    private final Route.LargePayload largePayload;
    private final boolean toOthers;
    private final @Nullable RouteCondition condition;
    private final @Nullable Duration pace;

    /** @throws MappingException if something in the annotation is wrong */
    RouteTemplate(Class<?> type, Class<?> annotated, PublishTo annotation) {
        if (annotation.channel().length == 0) {
            throw new MappingException(
                    TemplateSite.where(type, annotated) + "it names no channel; it needs at least one");
        }
        this.channels = Arrays.stream(annotation.channel())
                .map(text -> new ChannelTemplate(site(type, annotated, text, Template::parse)))
                .toList();
        this.largePayload = annotation.largePayload();
        this.toOthers = annotation.toOthers();
        this.event = annotation.event().isEmpty() ? EventNames.of(type) : annotation.event();
        this.key = annotation.orderedBy().isEmpty()
                ? null
                : new KeyTemplate(site(type, annotated, annotation.orderedBy(), Template::parseOrderingKey));
        this.condition = annotation.when().isEmpty() ? null : RouteCondition.of(type, annotated, annotation.when());
        this.pace = annotation.pace().isEmpty() ? null : pace(type, annotated, annotation.pace());
        if (pace != null && largePayload == Route.LargePayload.CHUNK) {
            throw new MappingException(TemplateSite.where(type, annotated)
                    + "it has both a pace and LargePayload.CHUNK, whose parts would give way to each other; use"
                    + " LargePayload.GZIP, or no pace");
        }
        try {
            EventNames.check(event);
        } catch (InvalidMessageException e) {
            throw new MappingException(TemplateSite.where(type, annotated) + e.getMessage(), e);
        }
    }

    /** The route of an event; null if its condition is false. */
    @Nullable
    Route routeFor(Object event) {
        if (condition != null && !condition.isTrueOf(event)) {
            return null;
        }
        OrderingKey orderingKey = key == null ? null : key.keyFor(event);
        return Route.of(channelsFor(event), this.event, event, orderingKey, largePayload, toOthers, pace);
    }

    private List<ChannelName> channelsFor(Object event) {
        if (channels.size() == 1) {
            return List.of(channels.get(0).channelFor(event));
        }
        List<ChannelName> names = new ArrayList<>(channels.size());
        for (ChannelTemplate channel : channels) {
            names.add(channel.channelFor(event));
        }
        return names;
    }

    private static Duration pace(Class<?> type, Class<?> annotated, String text) {
        try {
            return Pace.parse(text);
        } catch (IllegalArgumentException e) {
            throw new MappingException(TemplateSite.where(type, annotated) + e.getMessage(), e);
        }
    }

    private static TemplateSite site(
            Class<?> type, Class<?> annotated, String text, Function<String, Template> parser) {
        try {
            return new TemplateSite(type, annotated, parser.apply(text));
        } catch (MappingException e) {
            throw new MappingException(TemplateSite.where(type, annotated) + e.getMessage(), e);
        }
    }
}
