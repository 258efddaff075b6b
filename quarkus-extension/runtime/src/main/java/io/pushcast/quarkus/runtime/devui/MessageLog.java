package io.pushcast.quarkus.runtime.devui;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import io.smallrye.mutiny.operators.multi.processors.SerializedProcessor;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Remembers what was published last, and tells of it at once. Safe for use by several threads. */
@Singleton
public class MessageLog implements DeliveryListener {

    private static final int REMEMBERED = 200;

    private final BroadcastProcessor<ShownMessage> live = BroadcastProcessor.create();
    private final SerializedProcessor<ShownMessage, ShownMessage> inOrder = live.serialized();
    private final Map<String, ShownMessage> recent = new LinkedHashMap<>();

    /** For the container. */
    public MessageLog() {}

    @Override
    public void onPublished(ChannelMessage message) {
        show(message, "on its way");
    }

    @Override
    public void onDelivered(ChannelMessage message, Delivery delivery) {
        show(message, "delivered");
    }

    @Override
    public void onFailed(ChannelMessage message, DeliveryException failure) {
        String reason = failure.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        show(message, reason + ": " + failure.getMessage());
    }

    /** The last 200, the newest first. */
    List<ShownMessage> recent() {
        synchronized (recent) {
            List<ShownMessage> newestFirst = new ArrayList<>(recent.values());
            Collections.reverse(newestFirst);
            return newestFirst;
        }
    }

    /** Each message whenever something becomes of it. */
    Multi<ShownMessage> live() {
        return live.onOverflow().drop();
    }

    private void show(ChannelMessage message, String outcome) {
        ShownMessage shown = new ShownMessage(
                message.id(),
                Instant.now().toString(),
                message.channels().stream().map(ChannelName::value).collect(Collectors.joining(", ")),
                message.event(),
                message.data(),
                outcome);
        synchronized (recent) {
            recent.put(message.id(), shown);
            if (recent.size() > REMEMBERED) {
                recent.remove(recent.keySet().iterator().next());
            }
            // Within, so that both have the same order.
            inOrder.onNext(shown);
        }
    }
}
