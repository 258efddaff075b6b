package io.pushcast.quarkus.deployment.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.quarkus.deployment.FreePort;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.QuarkusUnitTest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * In a named datasource, beside a default one of another kind. It warns of connections outside of transactions, of which
 * the outbox needs some.
 */
class OutboxOnPostgresIT extends OutboxCases {

    private static final int DATABASE = FreePort.of("postgres");
    private static EmbeddedPostgres postgres;

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(OutboxCases.class, OrderPlaced.class, FreePort.class))
            .setBeforeAllCustomizer(OutboxOnPostgresIT::startDatabase)
            .setAfterUndeployListener(OutboxOnPostgresIT::assertTheWorkIsGivenBack)
            .setAfterAllCustomizer(OutboxOnPostgresIT::stopDatabase)
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.pushcast.url", SERVER)
            .overrideConfigKey("quarkus.pushcast.outbox.enabled", "true")
            .overrideConfigKey("quarkus.pushcast.outbox.datasource", "shop")
            .overrideRuntimeConfigKey("quarkus.pushcast.outbox.initialize-schema", "always")
            .overrideRuntimeConfigKey("quarkus.pushcast.outbox.lease-time", "2s")
            .overrideConfigKey("quarkus.datasource.db-kind", "h2")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:h2:mem:beside")
            .overrideConfigKey("quarkus.datasource.shop.db-kind", "postgresql")
            .overrideConfigKey(
                    "quarkus.datasource.shop.jdbc.url", "jdbc:postgresql://localhost:" + DATABASE + "/postgres")
            .overrideConfigKey("quarkus.datasource.shop.jdbc.transaction-requirement", "warn")
            .overrideConfigKey("quarkus.log.category.\"io.agroal.pool\".level", "ERROR")
            .overrideConfigKey("quarkus.datasource.shop.username", "postgres")
            .overrideConfigKey("quarkus.datasource.shop.password", "postgres");

    @Inject
    @DataSource("shop")
    javax.sql.DataSource dataSource;

    @Override
    javax.sql.DataSource dataSource() {
        return dataSource;
    }

    private static void startDatabase() {
        try {
            postgres = EmbeddedPostgres.builder().setPort(DATABASE).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Others take over at once, since the relay has ended before its datasource. */
    private static void assertTheWorkIsGivenBack() {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet left = statement.executeQuery("select (select count(*) from pushcast_outbox_instance),"
                        + " (select count(*) from pushcast_outbox_lease where owner is not null),"
                        + " (select count(*) from pushcast_outbox)")) {
            assertThat(left.next()).isTrue();
            assertThat(left.getInt(1)).as("instances").isZero();
            assertThat(left.getInt(2)).as("leases").isZero();
            assertThat(left.getInt(3)).as("messages").isZero();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stopDatabase() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
