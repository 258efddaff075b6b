package io.pushcast.delivery;

import io.pushcast.message.ChannelMessage;
import java.util.List;

/** A message on its way in, with what it takes of the buffer, and the time it has from the moment it was published. */
final class Admission {

    final PendingDelivery pending;
    final List<ChannelMessage> parts;
    final long bytes;
    final long arrivedAt;
    final long expiresAt;

    Admission(PendingDelivery pending, List<ChannelMessage> parts, long arrivedAt, long expiresAt) {
        this.pending = pending;
        this.parts = parts;
        this.arrivedAt = arrivedAt;
        this.expiresAt = expiresAt;
        long sum = 0;
        for (ChannelMessage part : parts) {
            sum += QueuedMessage.bufferBytes(part);
        }
        this.bytes = sum;
    }
}
