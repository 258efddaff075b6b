package io.pushcast.testing.subscribe;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.subscribe.Gap;
import io.pushcast.subscribe.Received;
import io.pushcast.subscribe.SubscriberListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what a subscriber tells, one line each. */
final class RecordingListener implements SubscriberListener {

    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Duration> pauses = new CopyOnWriteArrayList<>();

    long count(String start) {
        return lines.stream().filter(line -> line.startsWith(start)).count();
    }

    @Override
    public void onConnected(SocketId socketId) {
        lines.add("connected");
    }

    @Override
    public void onDisconnected(String reason, Duration pause) {
        pauses.add(pause);
        lines.add("disconnected: " + reason);
    }

    @Override
    public void onStopped(int code, String reason) {
        lines.add("stopped: " + code);
    }

    @Override
    public void onServerError(String message) {
        lines.add("error: " + message);
    }

    @Override
    public void onSubscribed(ChannelName channel) {
        lines.add("subscribed " + channel);
    }

    @Override
    public void onSubscriptionLost(ChannelName channel) {
        lines.add("lost " + channel);
    }

    @Override
    public void onSubscriptionRefused(ChannelName channel, String reason, Duration pause) {
        lines.add("refused " + channel + ": " + reason);
    }

    @Override
    public void onHandlerFailed(Received received, Throwable failure) {
        lines.add("failed " + received.event() + ": " + failure.getMessage());
    }

    @Override
    public void onUnhandled(Received received) {
        lines.add("unhandled " + received.event());
    }

    @Override
    public void onDuplicate(Received received) {
        lines.add("duplicate " + received.id());
    }

    @Override
    public void onUnreadable(String channel, String reason) {
        lines.add("unreadable " + channel + ": " + reason);
    }

    @Override
    public void onGap(Gap gap) {
        lines.add("gap " + gap.channel() + " " + gap.cause() + " " + gap.from() + "-" + gap.to());
    }

    @Override
    public void onCacheMiss(ChannelName channel) {
        lines.add("cache miss " + channel);
    }

    @Override
    public void onSubscriptionCount(ChannelName channel, int count) {
        lines.add("count " + channel + " " + count);
    }

    @Override
    public void onSignedIn(String userId) {
        lines.add("signed in " + userId);
    }

    @Override
    public void onWatchedUser(String userId, boolean online) {
        lines.add("watched " + userId + " " + online);
    }

    @Override
    public void onDropped(Received received) {
        lines.add("dropped " + received.data());
    }
}
