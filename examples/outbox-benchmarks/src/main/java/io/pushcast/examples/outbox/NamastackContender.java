package io.pushcast.examples.outbox;

import com.zaxxer.hikari.HikariDataSource;
import io.namastack.outbox.Outbox;
import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * namastack-outbox with JDBC. As its documentation has it for high volume: completed records are deleted, four threads for each
 * core, and 100 keys or more at a time; here all the keys there are. It polls every 50 ms, where the documentation has 1 to 2 s.
 */
final class NamastackContender extends PeerContender {

    static final Kind KIND = new Kind() {

        @Override
        public String name() {
            return "namastack-outbox 1.6.0";
        }

        @Override
        public int share() {
            return 30;
        }

        @Override
        public int inFlight() {
            return THREADS;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public Contender start(Postgres database, String instance, MessageHandler handler) throws SQLException {
            NamastackContender contender = new NamastackContender(
                    database, Application.start(Beans.class, database.pool(instance), handler, PROPERTIES));
            contender.keepTemplate();
            return contender;
        }
    };

    private static final int THREADS = 8;
    private static final int PARTITIONS = 256;

    private static final Map<String, Object> PROPERTIES = Map.of(
            "spring.autoconfigure.exclude",
            "org.springframework.modulith.events.config.EventPublicationAutoConfiguration,"
                    + "org.springframework.modulith.events.config.EventExternalizationAutoConfiguration,"
                    + "org.springframework.modulith.events.jdbc.JdbcEventPublicationAutoConfiguration",
            "namastack.outbox.polling.batch-size",
            SampleEvent.CHANNELS,
            "namastack.outbox.polling.fixed.interval",
            "50ms",
            "namastack.outbox.processing.delete-completed-records",
            true,
            "namastack.outbox.processing.executor-core-pool-size",
            THREADS,
            "namastack.outbox.processing.executor-max-pool-size",
            THREADS,
            "namastack.outbox.multicaster.enabled",
            false,
            "namastack.outbox.instance.rebalance-interval",
            "1s");

    private final Postgres database;
    private final ConfigurableApplicationContext application;
    private final Outbox outbox;

    private NamastackContender(Postgres database, ConfigurableApplicationContext application) {
        super(
                database,
                "outbox_record",
                application.getBean(HikariDataSource.class),
                application.getBean(PlatformTransactionManager.class));
        this.database = database;
        this.application = application;
        this.outbox = application.getBean(Outbox.class);
    }

    @Override
    void insert(SampleEvent happening) {
        outbox.schedule(happening, happening.channel());
    }

    @Override
    String copy() {
        return "id, status, record_key, record_type, payload, context, created_at, failure_count, next_retry_at,"
                + " partition_no, handler_id) select gen_random_uuid()::text, t.status, 'channel-' || i % "
                + SampleEvent.CHANNELS + ", t.record_type, replace(t.payload, 'message-0', 'message-' || i), t.context,"
                + " clock_timestamp(), 0, clock_timestamp(), i % " + SampleEvent.CHANNELS + " % " + PARTITIONS
                + ", t.handler_id";
    }

    /** It can't be told: it polls. */
    @Override
    public void wake() {}

    @Override
    public void awaitInstances(int instances) throws SQLException {
        Await.await(
                "each instance has its share of the partitions",
                () -> database.number(
                                "select count(*) from (select 1 from outbox_partition where instance_id is not null"
                                        + " group by instance_id having count(*) between " + PARTITIONS / instances
                                        + " and "
                                        + (PARTITIONS / instances + 1) + ") shares")
                        == instances);
    }

    @Override
    public void close() {
        application.close();
    }

    /** What the application consists of. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Beans {

        @Bean
        HappeningHandler happeningHandler(MessageHandler handler) {
            return new HappeningHandler(handler);
        }
    }

    /** Is called for each record. */
    static class HappeningHandler implements OutboxTypedHandler<SampleEvent> {

        private final MessageHandler handler;

        HappeningHandler(MessageHandler handler) {
            this.handler = handler;
        }

        @Override
        public void handle(SampleEvent happening, OutboxRecordMetadata metadata) {
            handler.handle();
        }
    }
}
