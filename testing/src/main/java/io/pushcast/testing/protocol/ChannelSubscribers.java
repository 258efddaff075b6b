package io.pushcast.testing.protocol;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who listens to one channel, and for presence channels as which member. Used on the server's thread only. */
public final class ChannelSubscribers {

    private final Map<SubscriberConnection, Optional<ChannelMember>> connections = new LinkedHashMap<>();

    boolean contains(SubscriberConnection connection) {
        return connections.containsKey(connection);
    }

    public boolean isEmpty() {
        return connections.isEmpty();
    }

    public int size() {
        return connections.size();
    }

    void add(SubscriberConnection connection, @Nullable ChannelMember member) {
        connections.put(connection, Optional.ofNullable(member));
    }

    Optional<ChannelMember> remove(SubscriberConnection connection) {
        Optional<ChannelMember> member = connections.remove(connection);
        return member == null ? Optional.empty() : member;
    }

    Optional<ChannelMember> member(SubscriberConnection connection) {
        return connections.getOrDefault(connection, Optional.empty());
    }

    boolean hasMember(String id) {
        return members().containsKey(id);
    }

    /** Each member once, however many connections it has, by id; the first to come first. */
    public Map<String, ChannelMember> members() {
        Map<String, ChannelMember> members = new LinkedHashMap<>();
        connections.values().forEach(member -> member.ifPresent(m -> members.putIfAbsent(m.id(), m)));
        return members;
    }

    /** Sends to all but one connection; null for really all. */
    void send(String text, @Nullable String exceptSocketId) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (SubscriberConnection connection : connections.keySet()) {
            if (!connection.socketId().equals(exceptSocketId)) {
                connection.send(utf8);
            }
        }
    }
}
