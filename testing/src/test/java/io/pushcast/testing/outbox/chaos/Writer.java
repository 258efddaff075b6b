package io.pushcast.testing.outbox.chaos;

import io.pushcast.Pushcast;
import io.pushcast.outbox.OutboxException;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes numbered messages for keys of its own, in transactions that also write down what they published: what is written
 * there and only that was committed, whatever the writer has seen of it.
 */
final class Writer {

    private static final int KEYS = 8;
    private static final long PAUSE_NANOS = 25_000_000;

    private final String name;
    private final JdbcOutboxStore store;
    private final Pushcast pushcast;
    private final Random random;
    private final int[] next = new int[KEYS];
    private volatile boolean writing;
    private Thread thread;

    Writer(String name, JdbcOutboxStore store, Pushcast pushcast, long seed) {
        this.name = name;
        this.store = store;
        this.pushcast = pushcast;
        this.random = new Random(seed);
    }

    void write() {
        writing = true;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    void rest() throws InterruptedException {
        writing = false;
        if (thread != null) {
            thread.join();
        }
    }

    private void run() {
        while (writing) {
            try {
                store.transaction(this::transaction);
            } catch (SQLException | OutboxException | Undone e) {
                // Rolled back, or nobody knows: the numbers are not used again.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Void transaction(Connection connection) throws SQLException {
        int messages = 1 + random.nextInt(3);
        for (int i = 0; i < messages; i++) {
            int key = random.nextInt(KEYS);
            publish(connection, name + "-k" + key, next[key]++);
        }
        if (random.nextInt(20) == 0) {
            throw new Undone();
        }
        return null;
    }

    private void publish(Connection connection, String key, int number) throws SQLException {
        pushcast.to(key).named("happened").payload(key + ":" + number).publish();
        try (PreparedStatement insert =
                connection.prepareStatement("insert into chaos_committed (writer_key, number) values (?, ?)")) {
            insert.setString(1, key);
            insert.setInt(2, number);
            insert.executeUpdate();
        }
    }

    /** A transaction that the business did not want after all. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
