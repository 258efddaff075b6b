package io.pushcast;

import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.InvalidMessageException;
import java.util.concurrent.CompletionStage;

/**
 * Publishes domain events to Pusher channels. This is the interface that applications inject; it is safe for use by several
 * threads.
 *
 * <p>Every method <b>throws</b> for the caller's own mistakes, before anything is sent: an event that nothing maps, an
 * illegal channel, a payload that is too large or can't be written. It <b>never</b> throws because Pusher is slow or down:
 * that arrives in the returned stage, as a {@link DeliveryException}. The payload is written in the calling thread, so that
 * a later change to the event can't leak in.
 *
 * <p>Messages with the same ordering key, by default those to the same channel, are accepted by Pusher in the order in
 * which they were published. A message may arrive twice if the answer to a request was lost.
 *
 * <p>Stages complete on the callback executor, never on a thread that delivers. Waiting for one while holding up others
 * is seldom needed: who only wants to know of failures registers a {@link io.pushcast.message.DeliveryListener}.
 */
public interface EventPublisher {

    /**
     * Publishes an event to where its mapping says.
     *
     * @param event the event: its class is annotated with {@link io.pushcast.mapping.PublishTo} or mapped by
     *     {@link io.pushcast.mapping.EventMappings}
     * @return completes when Pusher has accepted it on every route, or exceptionally with a {@link DeliveryException}.
     *     Until it is sent, a publication that makes one message (see {@link io.pushcast.mapping.Route}) can be taken
     *     back by cancelling {@code toCompletableFuture()}
     * @throws io.pushcast.mapping.MappingException if nothing maps the event, or its mapping is wrong
     * @throws InvalidMessageException if a channel, the name or the size of the payload is not allowed, or a channel is
     *     encrypted and the publisher has no key
     * @throws io.pushcast.json.JsonWriteException if the payload can't be written
     */
    default CompletionStage<Delivery> publish(Object event) {
        return publish(event, PublishOptions.NONE);
    }

    /**
     * Publishes an event to where its mapping says, in a particular way.
     *
     * @param event the event: its class is annotated with {@link io.pushcast.mapping.PublishTo} or mapped by
     *     {@link io.pushcast.mapping.EventMappings}
     * @param options how, for this publication
     * @return completes when Pusher has accepted it on every route, or exceptionally with a {@link DeliveryException}
     * @throws io.pushcast.mapping.MappingException if nothing maps the event, or its mapping is wrong
     * @throws InvalidMessageException if a channel, the name or the size of the payload is not allowed, or a channel is
     *     encrypted and the publisher has no key
     * @throws io.pushcast.json.JsonWriteException if the payload can't be written
     */
    CompletionStage<Delivery> publish(Object event, PublishOptions options);

    /**
     * Begins a publication without an event class of its own.
     *
     * @throws InvalidMessageException if a channel's name is not allowed
     */
    Publication to(String channel, String... more);

    /**
     * Begins a publication to one signed-in user, on whatever connections that user has. It keeps its order with others to
     * the same user.
     *
     * @param userId as the application gives it when it authenticates the user; any text without control characters, and
     *     with the prefix {@code #server-to-user-} no longer than the limit for channel names
     * @throws InvalidMessageException if the id is empty, or has control characters
     */
    Publication toUser(String userId);
}
