package io.pushcast.message;

import java.util.concurrent.CompletionStage;

/** Takes messages over: the contract between the front door and what delivers, now or through the outbox. */
public interface MessageSink {

    /**
     * Takes a message over. Messages with the same ordering key are delivered in the order in which they are accepted.
     *
     * @return completes with what became of it, or exceptionally with a {@link DeliveryException}
     */
    CompletionStage<Delivery> accept(ChannelMessage message);
}
