package io.pushcast.quarkus.deployment.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.agroal.spi.JdbcDataSourceBuildItem;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutboxDataSourceTest {

    private static final JdbcDataSourceBuildItem DEFAULT =
            new JdbcDataSourceBuildItem("<default>", "postgresql", Optional.empty(), true, true);
    private static final JdbcDataSourceBuildItem SHOP =
            new JdbcDataSourceBuildItem("shop", "h2", Optional.empty(), true, false);

    @Test
    void findsTheDefaultOne() {
        assertThat(OutboxDataSource.find(Optional.empty(), List.of(SHOP, DEFAULT)))
                .isSameAs(DEFAULT);
    }

    @Test
    void findsANamedOne() {
        assertThat(OutboxDataSource.find(Optional.of("shop"), List.of(DEFAULT, SHOP)))
                .isSameAs(SHOP);
    }

    @Test
    void saysWhichOnesThereAre() {
        assertThatThrownBy(() -> OutboxDataSource.find(Optional.of("shpo"), List.of(DEFAULT, SHOP)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("There is no datasource 'shpo' in which the outbox is to be;"
                        + " there is <default>, shop. Set quarkus.datasource.\"shpo\".db-kind, or"
                        + " quarkus.pushcast.outbox.datasource");
    }

    @Test
    void saysThatThereIsNone() {
        assertThatThrownBy(() -> OutboxDataSource.find(Optional.empty(), List.of()))
                .hasMessageContaining(
                        "There is no default datasource in which the outbox is to be; no datasource is configured.");
    }

    @Test
    void refusesADatabaseThatTheOutboxDoesNotKnow() {
        JdbcDataSourceBuildItem oracle =
                new JdbcDataSourceBuildItem("<default>", "oracle", Optional.empty(), true, true);

        assertThatThrownBy(() -> OutboxDataSource.find(Optional.empty(), List.of(oracle)))
                .hasMessageContaining(
                        "The default datasource in which the outbox is to be is of the kind oracle; the outbox knows postgresql, mysql");
    }

    @Test
    void refusesADatasourceWithoutTransactions() {
        JdbcDataSourceBuildItem alone = new JdbcDataSourceBuildItem("shop", "h2", Optional.empty(), false, false);

        assertThatThrownBy(() -> OutboxDataSource.find(Optional.of("shop"), List.of(alone)))
                .hasMessageContaining("leave out quarkus.datasource.\"shop\".jdbc.transactions=disabled");
    }

    @Test
    void namesTheExtensionsThatBringADatasource() {
        assertThat(OutboxDataSource.withoutAgroal()).hasMessageContaining("add quarkus-jdbc-postgresql");
    }
}
