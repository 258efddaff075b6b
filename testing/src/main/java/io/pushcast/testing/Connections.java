package io.pushcast.testing;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** The open connections. Used on the server's thread only. */
final class Connections {

    private final Set<Connection> open = new LinkedHashSet<>();
    private final int firstPart = ThreadLocalRandom.current().nextInt(1, 1_000_000_000);
    private int count;

    /** A new connection, with an id that no other of this server has. */
    Connection open(Channel channel) {
        count++;
        Connection connection = new Connection(firstPart + "." + count, channel);
        open.add(connection);
        return connection;
    }

    void remove(Connection connection) {
        open.remove(connection);
    }

    /** The connections on which this user signed in. */
    List<Connection> ofUser(String userId) {
        return open.stream()
                .filter(connection -> userId.equals(connection.userId()))
                .toList();
    }

    void closeAll(int code, String reason) {
        List.copyOf(open).forEach(connection -> connection.close(code, reason));
    }
}
