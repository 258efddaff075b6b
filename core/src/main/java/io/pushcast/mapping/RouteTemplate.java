package io.pushcast.mapping;

import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
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
        try {
            EventNames.check(event);
        } catch (InvalidMessageException e) {
            throw new MappingException(TemplateSite.where(type, annotated) + e.getMessage(), e);
        }
    }

    Route routeFor(Object event) {
        OrderingKey orderingKey = key == null ? null : key.keyFor(event);
        return Route.of(channelsFor(event), this.event, event, orderingKey, largePayload, toOthers);
    }

    private List<ChannelName> channelsFor(Object event) {
        if (channels.size() == 1) {
            return channels.get(0).channelsFor(event);
        }
        List<ChannelName> names = new ArrayList<>(channels.size());
        for (ChannelTemplate channel : channels) {
            names.add(channel.channelFor(event));
        }
        return names;
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
