package io.pushcast;

import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Makes of routes the messages that travel: final bytes, checked, with an id. Safe for use by several threads. */
final class Messages {

    private final JsonCodec json;
    private final Limits limits;
    private final Supplier<String> ids;

    Messages(JsonCodec json, Limits limits, Supplier<String> ids) {
        this.json = json;
        this.limits = limits;
        this.ids = ids;
    }

    /** The messages of all routes, in their order; none if one of them would not be right. */
    List<ChannelMessage> of(List<Route> routes, PublishOptions options) {
        if (routes.size() == 1) {
            return List.of(of(routes.get(0), options));
        }
        List<ChannelMessage> messages = new ArrayList<>(routes.size());
        for (Route route : routes) {
            messages.add(of(route, options));
        }
        return messages;
    }

    private ChannelMessage of(Route route, PublishOptions options) {
        String data = json.write(route.payload().orElseThrow());
        ChannelMessage message = ChannelMessage.builder(
                        ids.get(), route.channels(), route.event().orElseThrow(), data)
                .orderedBy(options.orderingKey().or(route::orderingKey).orElse(null))
                .excluding(options.excludedSocket().orElse(null))
                .deadline(options.deadline().orElse(null))
                .info(options.info())
                .build();
        limits.check(message);
        return message;
    }
}
