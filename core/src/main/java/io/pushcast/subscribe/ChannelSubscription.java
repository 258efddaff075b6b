package io.pushcast.subscribe;

import io.pushcast.encryption.DecryptionException;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel: what arrives on it goes through its queue to its handlers. What the server says is given to it on the connection's
 * thread; all else happens on the executor, one thing at a time.
 */
final class ChannelSubscription {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelSubscription.class);

    /** What a member's coming and going is called where there is no other name. */
    private static final String PRESENCE = "presence";

    private final ChannelName channel;
    private final SubscriberContext context;
    private final Handlers handlers = new Handlers();
    private final ChannelQueue queue;
    private volatile SubscriptionState state = SubscriptionState.WAITING;

    /** How the server is asked for it. For use on the connection's thread only. */
    final SubscriptionProgress progress;

    /** When what waits longest arrived; 0 if nothing waits. Written by the queue. */
    private volatile long handlingSince;

    // What follows belongs to the queue.
    private final PresenceList presence;
    private final DuplicateFilter filter;
    private final LargePayloadAssembler assembler;
    private volatile @Nullable String sharedSecret;
    private boolean wasSubscribed;

    ChannelSubscription(ChannelName channel, SubscriberContext context) {
        this.channel = channel;
        this.context = context;
        this.queue = new ChannelQueue(context.threads());
        this.progress = new SubscriptionProgress(context.newSchedule());
        this.presence = new PresenceList(channel);
        this.filter = new DuplicateFilter(channel);
        this.assembler = new LargePayloadAssembler(context.settings().maxLargePayload());
    }

    ChannelName channel() {
        return channel;
    }

    Handlers handlers() {
        return handlers;
    }

    SubscriptionState state() {
        return state;
    }

    void state(SubscriptionState state) {
        this.state = state;
    }

    void sharedSecret(@Nullable String secret) {
        this.sharedSecret = secret;
    }

    /** Completes when what waits now has been handled; at once if it is asked by what is handled right now. */
    CompletableFuture<@Nullable Void> drained() {
        return queue.drained();
    }

    /** Does what waits on this thread; it is dropped by then. */
    void dropRest() {
        queue.runRest();
    }

    /** A handler that came while the channel was subscribed to: who is there was told already. */
    void tellMembersTo(PresenceHandler handler) {
        queue.add(() -> {
            if (wasSubscribed && state == SubscriptionState.SUBSCRIBED) {
                tell(handler, presence.snapshot());
            }
        });
    }

    /** For how long what is being handled, or waits next, has been there. */
    long oldestNanos(long now) {
        long since = handlingSince;
        return since == 0 ? 0 : Math.max(0, now - since);
    }

    /** Something that is to be told in order with the events. */
    void tell(Runnable what) {
        queue.add(what);
    }

    void subscribed(Frame frame) {
        state = SubscriptionState.SUBSCRIBED;
        synchronized (context.subscribed()) {
            context.subscribed().notifyAll();
        }
        enqueue(frame, () -> {
            Map<?, ?> data = frame.fields(context.json());
            if (wasSubscribed) {
                gap(new Gap(channel, Gap.Cause.RECONNECTED, null, 0, 0));
            }
            wasSubscribed = true;
            context.listeners().tell(listener -> listener.onSubscribed(channel));
            if (channel.type().isPresence()) {
                tellPresence(presence.replace(data));
            }
        });
    }

    /** The connection is gone. */
    void lost() {
        SubscriptionState before = state;
        state = SubscriptionState.WAITING;
        if (before == SubscriptionState.SUBSCRIBED) {
            queue.add(() -> {
                assembler.giveUpAll().forEach(this::unreadable);
                context.listeners().tell(listener -> listener.onSubscriptionLost(channel));
            });
        }
    }

    /** Takes what the server sent about this channel. */
    void receive(Frame frame) {
        switch (frame.event()) {
            case "pusher_internal:member_added" ->
                enqueue(frame, () -> tellPresence(presence.joined(frame.fields(context.json()))));
            case "pusher_internal:member_removed" ->
                enqueue(frame, () -> tellPresence(presence.left(frame.fields(context.json()))));
            case "pusher:cache_miss" ->
                enqueue(frame, () -> {
                    context.listeners().tell(listener -> listener.onCacheMiss(channel));
                    callProtocolHandlers(frame, frame.event());
                });
            case "pusher_internal:subscription_count", "pusher:subscription_count" ->
                enqueue(frame, () -> count(frame));
            default -> {
                if (frame.event().startsWith("pusher_internal:")
                        || frame.event().startsWith("pusher:")) {
                    enqueue(frame, () -> callProtocolHandlers(frame, frame.event()));
                } else {
                    context.counters().received.increment();
                    enqueue(frame, () -> handle(frame));
                }
            }
        }
    }

    private void enqueue(Frame frame, Runnable work) {
        long size = context.buffer().add(frame.data());
        long arrived = System.nanoTime();
        queue.add(() -> {
            handlingSince = arrived;
            try {
                if (context.isDropping()) {
                    drop(frame);
                } else {
                    work.run();
                }
            } finally {
                handlingSince = 0;
                context.buffer().giveBack(size);
            }
        });
    }

    private void drop(Frame frame) {
        Received dropped = received(frame.event(), frame.data(), null, frame.userId());
        context.listeners().tell(listener -> listener.onDropped(dropped));
    }

    private void count(Frame frame) {
        if (frame.fields(context.json()).get("subscription_count") instanceof Long count) {
            context.listeners().tell(listener -> listener.onSubscriptionCount(channel, count.intValue()));
        }
        callProtocolHandlers(frame, "pusher:subscription_count");
    }

    /** Who wants to hear of it by its name may; for others it is nothing to miss. */
    private void callProtocolHandlers(Frame frame, String event) {
        Received received = received(event, frame.data(), null, null);
        for (Handlers.Typed handler : handlers.named(event)) {
            call(handler, received);
        }
    }

    private void tellPresence(@Nullable PresenceMembers members) {
        if (members == null) {
            return;
        }
        handlers.presence().forEach(handler -> tell(handler, members));
    }

    private void tell(PresenceHandler handler, PresenceMembers members) {
        try {
            handler.handle(members);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(received(PRESENCE, "", null, null), e);
        } catch (Throwable t) {
            failed(received(PRESENCE, "", null, null), t);
        }
    }

    private void handle(Frame frame) {
        String data = frame.data();
        if (channel.type().isEncrypted()) {
            try {
                data = decrypted(data);
            } catch (DecryptionException e) {
                unreadable(frame.event(), String.valueOf(e.getMessage()));
                return;
            }
        }
        if (!LargePayloadAssembler.isCarrier(frame.event())) {
            handle(frame.event(), data, frame.userId());
            return;
        }
        for (LargePayloadAssembler.Assembled assembled : assembler.take(frame.event(), fields(data))) {
            String whole = assembled.data();
            if (whole == null) {
                unreadable(assembled);
            } else {
                handle(assembled.event(), whole, frame.userId());
            }
        }
    }

    private Map<?, ?> fields(String data) {
        return new Frame("", null, data, null).fields(context.json());
    }

    /** @throws DecryptionException if it can't be */
    private String decrypted(String data) {
        EncryptionKeys keys = context.settings().encryption();
        if (keys != null) {
            return keys.decrypt(channel, data);
        }
        String secret = sharedSecret;
        return secret == null ? data : EncryptionKeys.decryptShared(secret, channel, data);
    }

    private void handle(String event, String data, @Nullable String userId) {
        String idField = context.settings().idField();
        String sequenceField = context.settings().sequenceField();
        String id = null;
        if (idField != null || sequenceField != null) {
            Map<?, ?> fields = fields(data);
            id = idField != null && fields.get(idField) instanceof String text ? text : null;
            Object place = sequenceField == null ? null : fields.get(sequenceField);
            if (!filter.isNew(id, place)) {
                context.counters().duplicates.increment();
                Received duplicate = received(event, data, id, userId);
                context.listeners().tell(listener -> listener.onDuplicate(duplicate));
                return;
            }
            Gap gap = filter.gap();
            if (gap != null) {
                gap(gap);
            }
        }
        call(received(event, data, id, userId));
    }

    private Received received(String event, String data, @Nullable String id, @Nullable String userId) {
        return new Received(channel, event, data, id, userId);
    }

    private void call(Received received) {
        long start = System.nanoTime();
        boolean known = false;
        for (Handlers.Typed handler : handlers.of(received.event())) {
            known = true;
            call(handler, received);
        }
        context.counters().handled.increment();
        long nanos = System.nanoTime() - start;
        if (!known) {
            context.counters().unhandled.increment();
            context.listeners().tell(listener -> listener.onUnhandled(received));
        }
        context.listeners().tell(listener -> listener.onHandled(received, Duration.ofNanos(nanos)));
    }

    private void call(Handlers.Typed handler, Received received) {
        try {
            handler.call(context.json(), received);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(received, e);
        } catch (Throwable t) {
            failed(received, t);
        }
    }

    private void failed(Received received, Throwable failure) {
        context.counters().failed.increment();
        context.handlerLog().warn(LOG, "A handler failed on " + received + "; the next event goes on", failure);
        context.listeners().tell(listener -> listener.onHandlerFailed(received, failure));
    }

    private void gap(Gap gap) {
        context.counters().gaps.increment();
        context.listeners().tell(listener -> listener.onGap(gap));
        context.gapHandlers().forEach(handler -> {
            try {
                handler.accept(gap);
            } catch (Throwable t) {
                failed(received("gap", "", null, null), t);
            }
        });
    }

    private void unreadable(LargePayloadAssembler.Assembled assembled) {
        unreadable(assembled.event(), String.valueOf(assembled.problem()));
    }

    private void unreadable(String event, String why) {
        context.counters().failed.increment();
        String reason = "The event " + LogText.quoted(event) + " on " + LogText.name(channel.value())
                + " can't be read: " + why;
        context.unreadableLog().warn(LOG, reason, null);
        context.listeners().tell(listener -> listener.onUnreadable(channel.value(), reason));
    }

    @Override
    public String toString() {
        return "ChannelSubscription[" + LogText.name(channel.value()) + ", " + state + "]";
    }
}
