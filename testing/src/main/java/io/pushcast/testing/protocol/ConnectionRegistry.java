package io.pushcast.testing.protocol;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/** The open connections. Used on the server's thread only. */
public final class ConnectionRegistry {

    private final int clientEventsPerSecond;
    private final ConnectionFaults faults = new ConnectionFaults();
    private final Set<SubscriberConnection> open = new LinkedHashSet<>();
    private final int firstPart = ThreadLocalRandom.current().nextInt(1, 1_000_000_000);
    private int count;

    /** @param clientEventsPerSecond how many events each of them may send to others */
    public ConnectionRegistry(int clientEventsPerSecond) {
        this.clientEventsPerSecond = clientEventsPerSecond;
    }

    /** A new connection, with an id that no other of this server has. */
    public SubscriberConnection open(Channel channel) {
        count++;
        SubscriberConnection connection = new SubscriberConnection(
                firstPart + "." + count, channel, new RateLimit(clientEventsPerSecond, System::nanoTime), faults);
        open.add(connection);
        return connection;
    }

    public void remove(SubscriberConnection connection) {
        open.remove(connection);
    }

    /** What goes wrong on all of them. */
    public ConnectionFaults faults() {
        return faults;
    }

    /** All that are open; a copy. */
    public List<SubscriberConnection> all() {
        return List.copyOf(open);
    }

    /** The connections on which this user signed in. */
    public List<SubscriberConnection> ofUser(String userId) {
        return ofUsers(user -> user.id().equals(userId));
    }

    /** The connections whose user watches this one. */
    List<SubscriberConnection> watching(String userId) {
        return ofUsers(user -> user.watchlist().contains(userId));
    }

    private List<SubscriberConnection> ofUsers(Predicate<ConnectionUser> wanted) {
        return open.stream()
                .filter(connection -> connection.user() != null && wanted.test(connection.user()))
                .toList();
    }

    public void closeAll(int code, String reason) {
        List.copyOf(open).forEach(connection -> connection.close(code, reason));
    }
}
