package io.pushcast.testing.outbox.chaos;

import io.pushcast.Pushcast;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Publishes numbered messages for keys of its own, one in each partition and some of them busy, in transactions that also
 * write down what they published: what is written there and only that was committed, whatever the writer has seen of it.
 */
final class MessageWriter {

    private static final int BUSY_KEYS = 8;
    private static final long PAUSE_NANOS = 40_000_000;

    private final String name;
    private final JdbcOutboxStore store;
    private final Pushcast pushcast;
    private final Random random;
    private final List<String> keys = new ArrayList<>();
    private final Map<String, Integer> next = new HashMap<>();
    private int turn;
    private volatile boolean writing;
    private Thread thread;

    MessageWriter(String name, JdbcOutboxStore store, Pushcast pushcast, long seed) {
        this.name = name;
        this.store = store;
        this.pushcast = pushcast;
        this.random = new Random(seed);
        this.turn = random.nextInt(DeliveryLedger.PARTITIONS);
        for (int partition = 0; partition < DeliveryLedger.PARTITIONS; partition++) {
            keys.add(keyIn(partition));
        }
    }

    private String keyIn(int partition) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> name + "-k" + i)
                .filter(key -> DeliveryLedger.partition(key) == partition)
                .findFirst()
                .orElseThrow();
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
        for (int i = 0; i < 2; i++) {
            turn = (turn + 1) % keys.size();
            publish(connection, keys.get(turn));
        }
        int more = random.nextInt(3);
        for (int i = 0; i < more; i++) {
            publish(connection, keys.get(random.nextInt(BUSY_KEYS)));
        }
        if (random.nextInt(20) == 0) {
            throw new Undone();
        }
        return null;
    }

    private void publish(Connection connection, String key) throws SQLException {
        int number = next.merge(key, 1, Integer::sum);
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
