package io.pushcast.testing.protocol;

import com.google.gson.JsonElement;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The channels and who listens to them. Used on the server's thread only, so that nothing here locks. */
public final class ChannelRegistry {

    private final SortedMap<String, ChannelSubscribers> occupied = new TreeMap<>();
    private final CachedEvents cached;
    private final boolean countsAreSent;
    private final ChannelListener listener;

    public ChannelRegistry(ServerSettings settings, ChannelListener listener) {
        this.cached = new CachedEvents(settings.clock(), settings.cacheTime());
        this.countsAreSent = settings.subscriptionCounts();
        this.listener = listener;
    }

    /** Sends an event to everybody who listens to its channels. */
    public void publish(ChannelMessage message) {
        String excluded = message.excludedSocket().map(SocketId::value).orElse(null);
        for (ChannelName channel : message.channels()) {
            String name = channel.value();
            if (isCache(name)) {
                cached.keep(name, message);
            }
            subscribers(name).send(frame(name, message), excluded);
        }
    }

    /** Passes an event of one subscriber on to the others. */
    public void publish(SubscriberConnection from, String channel, String event, JsonElement data) {
        ChannelSubscribers subscribers = subscribers(channel);
        String userId = subscribers.member(from).map(ChannelMember::id).orElse(null);
        subscribers.send(FrameWriter.clientEvent(channel, event, data, userId), from.socketId());
        listener.clientEvent(channel, event, data, from.socketId(), userId);
    }

    public boolean isSubscribed(SubscriberConnection connection, String channel) {
        return subscribers(channel).contains(connection);
    }

    /** How many members the presence channel would have with this one. */
    public int membersWith(String channel, ChannelMember member) {
        Map<String, ChannelMember> members = subscribers(channel).members();
        return members.size() + (members.containsKey(member.id()) ? 0 : 1);
    }

    /** Adds a connection, which is told so before it sees any event; a new member is announced to the others. */
    public void subscribe(SubscriberConnection connection, String channel, @Nullable ChannelMember member) {
        ChannelSubscribers subscribers = occupied.computeIfAbsent(channel, name -> new ChannelSubscribers());
        if (subscribers.isEmpty()) {
            listener.occupied(channel);
        }
        boolean isNewMember = member != null && !subscribers.hasMember(member.id());
        subscribers.add(connection, member);
        if (member == null) {
            connection.send(FrameWriter.subscriptionSucceeded(channel));
        } else {
            connection.send(FrameWriter.subscriptionSucceeded(
                    channel, subscribers.members().values()));
        }
        if (member != null && isNewMember) {
            subscribers.send(FrameWriter.memberAdded(channel, member), connection.socketId());
            listener.memberAdded(channel, member.id());
        }
        count(channel, subscribers);
        if (isCache(channel)) {
            sendCached(connection, channel);
        }
    }

    private void sendCached(SubscriberConnection connection, String channel) {
        ChannelMessage last = cached.last(channel);
        if (last == null) {
            connection.send(FrameWriter.cacheMiss(channel));
            listener.cacheMiss(channel);
        } else {
            connection.send(frame(channel, last));
        }
    }

    /** Takes a connection off a channel; a member without any other connection there is announced as gone. */
    public void unsubscribe(SubscriberConnection connection, String channel) {
        ChannelSubscribers subscribers = subscribers(channel);
        subscribers
                .remove(connection)
                .filter(member -> !subscribers.hasMember(member.id()))
                .ifPresent(member -> {
                    subscribers.send(FrameWriter.memberRemoved(channel, member), null);
                    listener.memberRemoved(channel, member.id());
                });
        count(channel, subscribers);
        if (subscribers.isEmpty()) {
            occupied.remove(channel);
            listener.vacated(channel);
        }
    }

    /** Takes a connection off all its channels. */
    public void unsubscribe(SubscriberConnection connection) {
        List<String> left = occupied.entrySet().stream()
                .filter(entry -> entry.getValue().contains(connection))
                .map(Map.Entry::getKey)
                .toList();
        left.forEach(channel -> unsubscribe(connection, channel));
    }

    /** Presence channels have no such events: their members are known. */
    private void count(String channel, ChannelSubscribers subscribers) {
        ChannelName.Type type = ChannelName.Type.of(channel);
        if (countsAreSent && !type.isPresence() && type != ChannelName.Type.USER) {
            subscribers.send(FrameWriter.subscriptionCount(channel, subscribers.size()), null);
            listener.subscriptionCount(channel, subscribers.size());
        }
    }

    /** The channels that have a subscriber, by name. */
    public SortedMap<String, ChannelSubscribers> occupied() {
        return Collections.unmodifiableSortedMap(occupied);
    }

    /** Who listens to a channel; nobody, if it is not occupied. */
    public ChannelSubscribers subscribers(String channel) {
        return occupied.getOrDefault(channel, new ChannelSubscribers());
    }

    /** What was last published to a cache channel; null if nothing was, or too long ago. */
    @Nullable
    public ChannelMessage lastMessage(String channel) {
        return cached.last(channel);
    }

    private static String frame(String channel, ChannelMessage message) {
        return FrameWriter.event(channel, message.event(), message.data());
    }

    private static boolean isCache(String channel) {
        return switch (ChannelName.Type.of(channel)) {
            case CACHE, PRIVATE_CACHE, PRESENCE_CACHE, ENCRYPTED_CACHE -> true;
            case PUBLIC, PRIVATE, PRESENCE, ENCRYPTED, USER -> false;
        };
    }
}
