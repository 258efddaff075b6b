package io.pushcast.testing.protocol;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells signed-in users which of those they watch are there. Used on the server's thread only.
 *
 * @see <a href="https://pusher.com/docs/channels/using_channels/watchlist-events/">Watchlist events</a>
 */
public final class WatchlistNotifier {

    private final ConnectionRegistry connections;

    public WatchlistNotifier(ConnectionRegistry connections) {
        this.connections = connections;
    }

    /** A user has signed in on this connection, where somebody else may have been signed in before. */
    public void signedIn(SubscriberConnection connection, ConnectionUser user, @Nullable ConnectionUser before) {
        if (before != null && !before.id().equals(user.id())) {
            left(connection, before);
        }
        boolean isFirstConnection = connections.ofUser(user.id()).equals(List.of(connection));
        if (isFirstConnection && (before == null || !before.id().equals(user.id()))) {
            tellWatchers(connection, "online", user.id());
        }
        Set<String> online = new TreeSet<>(user.watchlist());
        online.removeIf(Predicate.not(this::isOnline));
        if (!online.isEmpty()) {
            connection.send(FrameWriter.watchlist("online", online));
        }
    }

    /** A connection is gone, or belongs to somebody else now. */
    public void left(SubscriberConnection connection, ConnectionUser user) {
        if (!isOnline(user.id())) {
            tellWatchers(connection, "offline", user.id());
        }
    }

    private boolean isOnline(String userId) {
        return !connections.ofUser(userId).isEmpty();
    }

    private void tellWatchers(SubscriberConnection except, String event, String userId) {
        String text = FrameWriter.watchlist(event, Set.of(userId));
        connections.watching(userId).stream()
                .filter(watcher -> !watcher.equals(except))
                .forEach(watcher -> watcher.send(text));
    }
}
