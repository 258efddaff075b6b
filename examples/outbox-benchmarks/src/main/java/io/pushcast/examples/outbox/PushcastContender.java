package io.pushcast.examples.outbox;

import com.zaxxer.hikari.HikariDataSource;
import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxStore;
import java.sql.SQLException;

/** Pushcast as it comes: all settings are the defaults. */
final class PushcastContender implements Contender {

    static final Kind KIND = new Kind() {

        @Override
        public String name() {
            return "Pushcast";
        }

        @Override
        public int share() {
            return 100;
        }

        @Override
        public int inFlight() {
            return 80;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public Contender start(Postgres database, String instance, MessageHandler handler) {
            return new PushcastContender(database, instance, handler);
        }
    };

    private static final String TEXT_OF_A_ROW = SampleEvent.number(0).json();

    private final Postgres database;
    private final HikariDataSource pool;
    private final JdbcOutboxStore store;
    private final HandlerTransport target;
    private final Outbox outbox;
    private final Pushcast pushcast;

    PushcastContender(Postgres database, String instance, MessageHandler handler) {
        this.database = database;
        this.pool = database.pool(instance);
        this.store = JdbcOutboxStore.on(pool).createSchema(true).build();
        this.target = new HandlerTransport(handler);
        this.outbox = Outbox.on(store).build();
        this.pushcast = Pushcast.builder()
                .name(instance)
                .transport(target)
                .outbox(outbox)
                .build();
    }

    JdbcOutboxStore store() {
        return store;
    }

    /** Only stores from now on, and leaves the work to others. */
    void stopRelaying() throws SQLException {
        outbox.relay(false);
        Await.await("it has no partitions", () -> outbox.status().partitionsOwned() == 0);
    }

    @Override
    public void publish(SampleEvent happening) throws SQLException {
        store.transaction(connection -> insert(happening));
    }

    Object insert(SampleEvent happening) {
        return pushcast.to(happening.channel())
                .named("happened")
                .payload(happening)
                .publish();
    }

    @Override
    public double[] nanosOfInserts(int count) throws SQLException {
        double[] nanos = new double[count];
        try {
            store.transaction(connection -> {
                for (int i = 0; i < count; i++) {
                    SampleEvent happening = SampleEvent.number(i);
                    long start = System.nanoTime();
                    insert(happening);
                    nanos[i] = System.nanoTime() - start;
                }
                throw new RolledBack();
            });
        } catch (RolledBack e) {
            return nanos;
        }
        throw new IllegalStateException("The transaction was committed, against all that was asked for");
    }

    /** What a transaction is left with that is not to be committed. */
    private static final class RolledBack extends SQLException {}

    @Override
    public void fill(int messages) throws SQLException {
        database.execute("truncate pushcast_outbox");
        fillAlso(database, messages);
    }

    static void fillAlso(Postgres database, int messages) throws SQLException {
        database.execute(
                "insert into pushcast_outbox (outbox, app, key_hash, partition_no, message_id, channels, event_name,"
                        + " payload, ordering_key, headers, created_at)"
                        + " select '" + OutboxStore.DEFAULT_NAME + "', '" + OutboxStore.DEFAULT_NAME + "', i % "
                        + SampleEvent.CHANNELS + ", i % " + SampleEvent.CHANNELS + " % " + OutboxStore.PARTITIONS
                        + ", 'message-' || i, 'channel-' || i % " + SampleEvent.CHANNELS + ", 'happened', '"
                        + TEXT_OF_A_ROW
                        + "', 'channel-' || i % " + SampleEvent.CHANNELS
                        + ", '', (date_part('epoch', clock_timestamp()) * 1000)::bigint"
                        + " from generate_series(1, " + messages + ") i");
    }

    @Override
    public void wake() {
        outbox.wake();
    }

    @Override
    public boolean isEmpty() throws SQLException {
        return database.number("select count(*) from (select 1 from pushcast_outbox limit 1) any_row") == 0;
    }

    @Override
    public void awaitInstances(int instances) throws SQLException {
        Await.await(
                "it has its share of the partitions",
                () -> outbox.status().partitionsOwned() == OutboxStore.PARTITIONS / instances);
    }

    /** Returns once the work is shared by so many instances, though they can't have equal shares. */
    void awaitShare(int instances) throws SQLException {
        int least = OutboxStore.PARTITIONS / instances;
        Await.await("it has its share of the partitions", () -> {
            int owned = outbox.status().partitionsOwned();
            return owned == least || owned == least + 1;
        });
    }

    @Override
    public void close() {
        pushcast.close();
        target.close();
        pool.close();
    }
}
