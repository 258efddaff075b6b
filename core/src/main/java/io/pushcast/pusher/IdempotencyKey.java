package io.pushcast.pusher;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;

/**
 * What tells a server that it has had a message already: the same for each time that it is sent. The parts of a message to
 * more channels than a request takes share its id, and so the key says the channels too.
 */
final class IdempotencyKey {

    /** The header of a request with one message; in a batch, each has its own key in the body. */
    static final String HEADER = "X-Idempotency-Key";

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private IdempotencyKey() {}

    static String of(ChannelMessage message) {
        long hash = FNV_OFFSET;
        for (ChannelName channel : message.channels()) {
            String name = channel.value();
            for (int i = 0; i < name.length(); i++) {
                hash = (hash ^ name.charAt(i)) * FNV_PRIME;
            }
            // No name has it, so that a,b is not ab.
            hash = (hash ^ '\n') * FNV_PRIME;
        }
        return message.id() + "-" + Long.toUnsignedString(hash, 36);
    }
}
