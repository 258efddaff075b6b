package io.pushcast.subscribe;

import io.pushcast.http.WebSocketClient;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.subscribe.SubscriptionAuthorizer.Grant;
import io.pushcast.subscribe.SubscriptionAuthorizer.UserGrant;
import io.pushcast.text.LogText;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server for the channels of one connection, a few at a time, signs the user in, and asks again for what was refused. For
 * use on the connection's thread only.
 */
final class SubscriptionRequests {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionRequests.class);

    private final SubscriberContext context;
    private final WebSocketClient client;
    private final Set<ChannelSubscription> waiting = new LinkedHashSet<>();
    private final Set<ChannelSubscription> underWay = new LinkedHashSet<>();
    private final OccasionalLog refusalLog = new OccasionalLog();
    private @Nullable ConnectionSession session;
    private boolean signedIn;

    SubscriptionRequests(SubscriberContext context, WebSocketClient client) {
        this.context = context;
        this.client = client;
    }

    /** The server has greeted: all are asked for. */
    void begin(ConnectionSession greeted, Iterable<ChannelSubscription> all, boolean signIn) {
        session = greeted;
        signedIn = false;
        all.forEach(waiting::add);
        if (signIn) {
            signIn(greeted);
        }
        askForNext();
    }

    /** The connection is gone, and with it what was asked on it. */
    void reset() {
        session = null;
        signedIn = false;
        waiting.forEach(one -> one.progress.stopTimer());
        underWay.forEach(one -> one.progress.stopTimer());
        waiting.clear();
        underWay.clear();
    }

    void add(ChannelSubscription subscription) {
        waiting.add(subscription);
        askForNext();
    }

    void remove(ChannelSubscription subscription) {
        subscription.progress.stopTimer();
        subscription.progress.attempt++;
        waiting.remove(subscription);
        boolean asked = underWay.remove(subscription);
        ConnectionSession current = session;
        if (current != null && (asked || subscription.state() == SubscriptionState.SUBSCRIBED)) {
            current.send(
                    Frame.unsubscribe(context.json(), subscription.channel().value()));
        }
        askForNext();
    }

    private void askForNext() {
        ConnectionSession current = session;
        if (current == null) {
            return;
        }
        Iterator<ChannelSubscription> next = waiting.iterator();
        while (next.hasNext() && underWay.size() < context.settings().maxSubscribesInFlight()) {
            ChannelSubscription subscription = next.next();
            if (signedIn || subscription.channel().type() != ChannelName.Type.USER) {
                next.remove();
                underWay.add(subscription);
                ask(current, subscription);
            }
        }
    }

    private void ask(ConnectionSession current, ChannelSubscription subscription) {
        SubscriptionProgress progress = subscription.progress;
        int attempt = ++progress.attempt;
        subscription.state(SubscriptionState.SUBSCRIBING);
        Duration patience = context.settings().subscribeTimeout();
        progress.timer(client.after(patience, () -> {
            progress.unanswered = true;
            failed(subscription, "it was not answered within " + patience.toMillis() + " ms");
        }));
        ChannelName channel = subscription.channel();
        if (!channel.type().needsAuthorization()) {
            send(current, subscription, null);
            return;
        }
        SocketId socketId = Objects.requireNonNull(current.socketId());
        authorize(() -> context.settings().authorizer().authorize(socketId, channel), (grant, failure) -> {
            if (current.isOver() || progress.attempt != attempt || !underWay.contains(subscription)) {
                return;
            }
            if (grant == null) {
                failed(subscription, "it was not authorised: " + describe(failure));
            } else {
                subscription.sharedSecret(grant.sharedSecret());
                send(current, subscription, grant);
            }
        });
    }

    /** Asks the authoriser, where it may block, and goes on here. */
    private <T> void authorize(
            Supplier<CompletionStage<T>> question, BiConsumer<@Nullable T, @Nullable Throwable> next) {
        Runnable asking = () -> {
            try {
                question.get().whenComplete((answer, failure) -> client.execute(() -> next.accept(answer, failure)));
            } catch (RuntimeException | Error e) {
                client.execute(() -> next.accept(null, e));
            }
        };
        if (context.settings().blockingAuthorizer()) {
            context.threads().execute(asking);
        } else {
            asking.run();
        }
    }

    private static String describe(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause == null ? "the authoriser answered nothing" : LogText.line(cause.toString());
    }

    private void send(ConnectionSession current, ChannelSubscription subscription, @Nullable Grant grant) {
        String channel = subscription.channel().value();
        if (subscription.progress.unanswered) {
            // The server may have it after all, and would refuse to have it twice.
            subscription.progress.unanswered = false;
            current.send(Frame.unsubscribe(context.json(), channel));
        }
        current.send(Frame.subscribe(context.json(), channel, grant));
    }

    /** The server has confirmed a subscription, perhaps late. */
    void succeeded(ChannelSubscription subscription, Frame frame) {
        SubscriptionProgress progress = subscription.progress;
        progress.stopTimer();
        progress.unanswered = false;
        progress.schedule.succeeded();
        waiting.remove(subscription);
        underWay.remove(subscription);
        if (subscription.state() != SubscriptionState.SUBSCRIBED) {
            subscription.subscribed(frame);
        }
        askForNext();
    }

    /** The server has refused a subscription. */
    void refused(ChannelSubscription subscription, Frame frame) {
        Map<?, ?> data = frame.fields(context.json());
        Object error = data.get("error");
        Object status = data.get("status");
        failed(
                subscription,
                "the server refused it: " + (error == null ? "without a reason" : LogText.line(String.valueOf(error)))
                        + (status == null ? "" : " (status " + LogText.line(String.valueOf(status)) + ")"));
    }

    private void failed(ChannelSubscription subscription, String reason) {
        if (!underWay.remove(subscription)) {
            return;
        }
        subscription.state(SubscriptionState.REFUSED);
        SubscriptionProgress progress = subscription.progress;
        progress.attempt++;
        Duration pause = progress.schedule.next();
        String what =
                "The subscription to " + LogText.name(subscription.channel().value()) + " failed: " + reason;
        refusalLog.warn(LOG, what + "; it is tried again in " + pause.toMillis() + " ms", null);
        subscription.tell(() -> context.listeners()
                .tell(listener -> listener.onSubscriptionRefused(subscription.channel(), reason, pause)));
        ConnectionSession current = session;
        progress.timer(client.after(pause, () -> {
            if (current == session && subscription.state() == SubscriptionState.REFUSED) {
                subscription.state(SubscriptionState.WAITING);
                add(subscription);
            }
        }));
        askForNext();
    }

    private void signIn(ConnectionSession current) {
        SocketId socketId = Objects.requireNonNull(current.socketId());
        authorize(
                () -> context.settings().authorizer().authenticate(socketId), (UserGrant grant, Throwable failure) -> {
                    if (current.isOver()) {
                        return;
                    }
                    if (grant == null) {
                        String what = "The user could not be signed in: " + describe(failure);
                        refusalLog.warn(LOG, what, failure);
                        context.notice(listener -> listener.onServerError(what));
                        Duration pause = context.newSchedule().next();
                        client.after(pause.plusSeconds(1), () -> {
                            if (!current.isOver()) {
                                signIn(current);
                            }
                        });
                    } else {
                        current.send(Frame.signIn(context.json(), grant));
                    }
                });
    }

    void signedIn(Frame frame) {
        signedIn = true;
        Frame user =
                new Frame("", null, String.valueOf(frame.fields(context.json()).get("user_data")), null);
        String id = String.valueOf(user.fields(context.json()).get("id"));
        context.notice(listener -> listener.onSignedIn(id));
        askForNext();
    }
}
