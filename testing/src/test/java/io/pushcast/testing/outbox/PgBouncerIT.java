package io.pushcast.testing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.RecordedEvent;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

/** An outbox and its application behind PgBouncer in transaction mode, on a database whose transactions are serializable. */
@Tag("long")
class PgBouncerIT {

    private static PgBouncer bouncer;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>() {
        @Override
        protected void append(ILoggingEvent event) {
            warnings.add(event.getFormattedMessage());
        }
    };
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.pushcast.outbox.NotificationListener");
    private EmbeddedPusher server;

    @BeforeAll
    static void startBouncer() throws Exception {
        PgBouncer.requireProgram();
        try (Connection connection = TestDatabases.postgres().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database bounced");
            statement.execute("alter database bounced set default_transaction_isolation = 'serializable'");
        }
        String url = TestDatabases.postgres().getJdbcUrl();
        bouncer = PgBouncer.start(URI.create(url.substring("jdbc:".length())).getPort(), 5);
    }

    @AfterAll
    static void stopBouncer() {
        if (bouncer != null) {
            bouncer.close();
        }
    }

    @BeforeEach
    void begin() throws SQLException {
        OutboxTables.drop(direct());
        server = EmbeddedPusher.start();
        appender.start();
        logger.addAppender(appender);
    }

    @AfterEach
    void closeAll() throws Exception {
        logger.detachAppender(appender);
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        server.close();
    }

    private static DataSource direct() {
        PGSimpleDataSource direct = new PGSimpleDataSource();
        direct.setUrl(TestDatabases.postgres().getJdbcUrl().replace("/postgres?", "/bounced?"));
        direct.setUser("postgres");
        return direct;
    }

    private HikariDataSource pool() {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(bouncer.url("bounced"));
        configuration.setUsername("postgres");
        configuration.setMaximumPoolSize(8);
        HikariDataSource pool = new HikariDataSource(configuration);
        open.add(pool);
        return pool;
    }

    private record Instance(JdbcOutboxStore store, Outbox outbox, Pushcast pushcast) {}

    private Instance start(
            DataSource pool,
            UnaryOperator<JdbcOutboxStore.Builder> storeSettings,
            UnaryOperator<Outbox.Builder> outboxSettings) {
        JdbcOutboxStore store =
                storeSettings.apply(JdbcOutboxStore.on(pool).createSchema(true)).build();
        Outbox outbox = outboxSettings.apply(Outbox.on(store)).build();
        Pushcast pushcast = Pushcast.builder()
                .name("instance-" + open.size())
                .app(server.app())
                .outbox(outbox)
                .build();
        open.add(pushcast);
        return new Instance(store, outbox, pushcast);
    }

    private static void look(DataSource pool, Map<String, Integer> seen) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "select current_setting('transaction_isolation') || ' '"
                                    + " || current_setting('transaction_read_only') || ' ' || current_setting('enable_seqscan')")) {
                row.next();
                seen.merge(row.getString(1), 1, Integer::sum);
            }
            connection.commit();
        }
    }

    @Test
    void theApplicationsTransactionsKeepTheirIsolationWhileTheOutboxDelivers() throws Exception {
        HikariDataSource pool = pool();
        Instance instance = start(pool, store -> store, outbox -> outbox);
        Map<String, Integer> seen = new TreeMap<>();
        int delivered = 0;
        for (int i = 0; i < 200; i++) {
            int number = i;
            // Serializable transactions that insert only do not collide.
            instance.store()
                    .transaction(connection -> instance.pushcast()
                            .to("channel-" + number % 5)
                            .named("happened")
                            .payload(number)
                            .publish());
            delivered++;
            look(pool, seen);
        }
        int expected = delivered;
        await().atMost(Duration.ofSeconds(30)).until(() -> server.events().size() >= expected);
        for (int i = 0; i < 100; i++) {
            look(pool, seen);
        }

        assertThat(seen).containsOnlyKeys("serializable off on");
        for (int channel = 0; channel < 5; channel++) {
            int own = channel;
            assertThat(server.events().stream()
                            .filter(event -> event.channel().equals("channel-" + own))
                            .map(RecordedEvent::data))
                    .isEqualTo(IntStream.range(0, 200)
                            .filter(i -> i % 5 == own)
                            .mapToObj(String::valueOf)
                            .toList());
        }
        await().untilAsserted(() ->
                assertThat(OutboxTables.rows(direct(), "pushcast_outbox")).isZero());
        assertThat(instance.outbox().status().leasesLost()).isZero();
        assertThat(instance.outbox().status().failingFor()).isZero();
    }

    @Test
    void saysOnceThatNotificationsDoNotComeThroughAndDeliversAllTheSame() {
        HikariDataSource pool = pool();
        start(pool, store -> store, outbox -> outbox);
        await().atMost(Duration.ofSeconds(20)).until(() -> !warnings.isEmpty());
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).contains("do not come through", "pooler in transaction mode", "listenOn(direct)");

        Instance writer = start(pool, store -> store, outbox -> outbox.relay(false));
        writer.pushcast().to("orders").named("happened").payload(1).publish();
        await().atMost(Duration.ofSeconds(5)).until(() -> server.events().size() == 1);
        await().during(Duration.ofSeconds(1)).until(() -> warnings.size() == 1);
    }

    @Test
    void hearsNotificationsOnAConnectionOfItsOwn() {
        HikariDataSource pool = pool();
        Instance relay = start(
                pool,
                store -> store.listenOn(direct()),
                outbox -> outbox.polling(Duration.ofSeconds(30), Duration.ofSeconds(60)));
        await().until(() -> relay.outbox().status().partitionsOwned() == 64);
        Instance writer = start(pool, store -> store, outbox -> outbox.relay(false));
        writer.pushcast().to("orders").named("happened").payload(1).publish();

        await().atMost(Duration.ofSeconds(10)).until(() -> server.events().size() == 1);
        await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(8)).until(warnings::isEmpty);
    }
}
