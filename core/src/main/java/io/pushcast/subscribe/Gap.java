package io.pushcast.subscribe;

import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import org.jspecify.annotations.Nullable;

/**
 * Events of a channel that did not arrive, or may not have arrived.
 *
 * @param channel the channel
 * @param cause how it is known
 * @param stream for {@link Cause#NUMBERS_MISSING}, the stream of the numbers, as the publisher calls it; else null
 * @param from the first number that is missing; 0 for {@link Cause#RECONNECTED}
 * @param to the last number that is missing; 0 for {@link Cause#RECONNECTED}
 */
public record Gap(
        ChannelName channel, Cause cause, @Nullable String stream, long from, long to) {

    /** How a gap is known. */
    public enum Cause {
        /**
         * The subscription was lost and is there again: what was published meanwhile, if anything was, did not arrive. Told
         * before the first event of the new subscription.
         */
        RECONNECTED,
        /**
         * The publisher numbers its events ({@link SubscriberBuilder#eventSequence}), and some numbers did not arrive: told
         * before the event that came instead. What is missing may have been refused by the server as well.
         */
        NUMBERS_MISSING
    }

    @Override
    public String toString() {
        String where = "Gap[" + LogText.name(channel.value()) + ", " + cause;
        return stream == null ? where + "]" : where + ", " + LogText.name(stream) + " " + from + "–" + to + "]";
    }
}
