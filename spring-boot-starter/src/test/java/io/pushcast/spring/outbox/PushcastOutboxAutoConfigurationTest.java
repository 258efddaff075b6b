package io.pushcast.spring.outbox;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxListener;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxException;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.outbox.store.StoredRecord;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.publisher.Mono;

@ExtendWith(OutputCaptureExtension.class)
class PushcastOutboxAutoConfigurationTest {

    private final ApplicationContextRunner pushcast = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PushcastOutboxAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastEventAutoConfiguration.class))
            .withBean(RecordingTransport.class)
            .withPropertyValues(
                    "pushcast.url=http://k:s@localhost:6001/apps/1",
                    "pushcast.outbox.enabled=true",
                    "spring.datasource.generate-unique-name=true");

    private final ApplicationContextRunner application = pushcast.withConfiguration(AutoConfigurations.of(
            DataSourceAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class,
            JdbcTemplateAutoConfiguration.class));

    @Test
    void storesMessagesAndNothingWaitsBeforeIt() {
        application.run(context -> {
            assertThat(context).hasSingleBean(Outbox.class).hasSingleBean(JdbcOutboxStore.class);
            context.getBean(EventPublisher.class).publish(new OrderPlaced("c-7", "o-1"));
            await().until(() ->
                    context.getBean(RecordingTransport.class).messages().size() == 1);
        });
    }

    @Test
    void isOffByDefault() {
        application
                .withPropertyValues("pushcast.outbox.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(Pushcast.class)
                        .doesNotHaveBean(Outbox.class)
                        .doesNotHaveBean(OutboxStore.class)
                        .hasSingleBean(PushcastBuilderCustomizer.class));
    }

    @Test
    void isOffWithPushcast() {
        application
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Outbox.class));
    }

    @Test
    void givesWayToTheApplicationsOwn() {
        application
                .withUserConfiguration(OwnStore.class)
                .run(context -> assertThat(context).getBean(OutboxStore.class).isSameAs(context.getBean("own")));
        application
                .withUserConfiguration(OwnOutbox.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(Outbox.class)
                        .doesNotHaveBean(OutboxStore.class)
                        .hasBean("own"));
    }

    @Test
    void callsListenersAndCustomizers() {
        List<String> traces = new CopyOnWriteArrayList<>();
        application
                .withBean(OutboxBuilderCustomizer.class, () -> builder -> builder.headers(() -> Map.of("trace", "t-1")))
                .withBean(JdbcOutboxStoreBuilderCustomizer.class, () -> builder -> builder.tablePrefix("customized"))
                .withBean(OutboxListener.class, () -> new OutboxListener() {
                    @Override
                    public void onLoaded(StoredRecord message) {
                        traces.add(
                                String.valueOf(message.content().headersByName().get("trace")));
                    }
                })
                .run(context -> {
                    context.getBean(EventPublisher.class).publish(new OrderPlaced("c-7", "o-1"));
                    await().untilAsserted(() -> assertThat(traces).containsExactly("t-1"));
                    assertThat(context.getBean(OutboxStore.class).toString()).contains(".customized]");
                });
    }

    @Test
    void onlyStoresWithoutARelay() {
        application.withPropertyValues("pushcast.outbox.relay=false").run(context -> {
            context.getBean(EventPublisher.class).publish(new OrderPlaced("c-7", "o-1"));
            assertThat(context.getBean(Outbox.class).status().counts().pending())
                    .isEqualTo(1);
            assertThat(context.getBean(Outbox.class).hasRelay()).isFalse();
        });
    }

    @Test
    void needsAnAppWithoutAName() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        PushcastOutboxAutoConfiguration.class,
                        PushcastAutoConfiguration.class))
                .withPropertyValues(
                        "pushcast.apps.eu.url=http://k:s@localhost:1/apps/1",
                        "pushcast.outbox.enabled=true",
                        "spring.datasource.generate-unique-name=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageContaining("no publisher")
                        .hasMessageContaining("pushcast.apps"));
    }

    @Test
    void tellsTransactionsOfJtaFromOthers() {
        Transactions jta = new Transactions();
        application
                .withBean(JtaTransactionManager.class, () -> new JtaTransactionManager(jta.asUserTransaction()))
                .withPropertyValues("pushcast.outbox.relay=false")
                .run(context -> {
                    EventPublisher publisher = context.getBean(EventPublisher.class);
                    TransactionTemplate foreign = new TransactionTemplate(new JdbcTransactionManager(
                            new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:foreign")));
                    assertThatThrownBy(() -> foreign.executeWithoutResult(
                                    status -> publisher.publish(new OrderPlaced("c-7", "o-1"))))
                            .isInstanceOf(OutboxException.class)
                            .hasMessageContaining("not one of the outbox's DataSource");
                    new TransactionTemplate(context.getBean(JtaTransactionManager.class))
                            .executeWithoutResult(status -> publisher.publish(new OrderPlaced("c-7", "o-2")));
                    assertThat(context.getBean(JdbcTemplate.class)
                                    .queryForObject("select count(*) from pushcast_outbox", Long.class))
                            .isEqualTo(1);
                });
    }

    /** JTA that only counts: what takes part in it is not asked. */
    private static final class Transactions {

        private int status = Status.STATUS_NO_TRANSACTION;

        UserTransaction asUserTransaction() {
            return (UserTransaction) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {UserTransaction.class}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "getStatus" -> {
                                return status;
                            }
                            case "begin" -> status = Status.STATUS_ACTIVE;
                            case "commit", "rollback" -> status = Status.STATUS_NO_TRANSACTION;
                            default -> {}
                        }
                        return null;
                    });
        }
    }

    @Test
    void needsADataSource() {
        pushcast.run(context -> assertThat(failure(context.getStartupFailure()))
                .hasMessageContaining("pushcast.outbox.enabled is true")
                .hasMessageContaining("no bean of the type DataSource")
                .extracting(PushcastConfigurationException::action, as(InstanceOfAssertFactories.STRING))
                .contains("spring.datasource.url"));
    }

    @Test
    void needsToKnowWhichOfSeveralDataSourcesIsMeant() {
        pushcast.withUserConfiguration(TwoDataSources.class)
                .run(context -> assertThat(failure(context.getStartupFailure()))
                        .hasMessageContaining("customers, orders")
                        .extracting(PushcastConfigurationException::action, as(InstanceOfAssertFactories.STRING))
                        .contains("@OutboxDataSource")
                        .contains("@Primary"));
    }

    @Test
    void takesThePrimaryDataSource() {
        pushcast.withUserConfiguration(PrimaryDataSource.class)
                .run(context -> assertThat(tablesIn(context, "orders")).isEqualTo(7));
    }

    @Test
    void takesTheMarkedDataSourceBeforeThePrimaryOne() {
        pushcast.withUserConfiguration(MarkedDataSource.class).run(context -> {
            assertThat(tablesIn(context, "orders")).isZero();
            assertThat(tablesIn(context, "customers")).isEqualTo(7);
        });
    }

    @Test
    void refusesReactiveTransactionsAlone() {
        pushcast.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
                .withBean("reactive", ReactiveTransactionManager.class, Reactive::new)
                .run(context -> assertThat(failure(context.getStartupFailure()))
                        .hasMessageContaining("the only transaction manager is reactive (reactive)"));
        application
                .withBean("reactive", ReactiveTransactionManager.class, Reactive::new)
                .withBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(h2("both")))
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void warnsOfReactiveTransactionsBesideItsOwn(CapturedOutput output) {
        application.run(context -> assertThat(output).doesNotContain("only after their commit"));
        application
                .withBean("reactive", ReactiveTransactionManager.class, Reactive::new)
                .withBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(h2("warned")))
                .run(context -> assertThat(output).containsOnlyOnce("in reactive transactions (reactive) is stored"));
    }

    @Test
    void needsSpringsJdbc() {
        pushcast.withClassLoader(new FilteredClassLoader(DataSourceUtils.class))
                .run(context -> assertThat(failure(context.getStartupFailure()))
                        .hasMessageContaining("the application has no JDBC"));
    }

    @Test
    void saysWhichTablesAreMissing() {
        application
                .withPropertyValues("pushcast.outbox.initialize-schema=never")
                .run(context -> assertThat(failure(context.getStartupFailure()))
                        .hasMessageContaining("the table pushcast_outbox")
                        .extracting(PushcastConfigurationException::action, as(InstanceOfAssertFactories.STRING))
                        .contains("pushcast.outbox.initialize-schema=always")
                        .contains("spring.flyway.locations"));
    }

    @Test
    void saysWhichValueIsNotAllowed() {
        application
                .withPropertyValues("pushcast.outbox.lease-time=1ms")
                .run(context -> assertThat(failure(context.getStartupFailure()))
                        .hasMessageContaining("pushcast.outbox")
                        .hasMessageContaining("leaseTime must be between PT1S and PT1H, not PT0.001S"));
    }

    @Test
    void namesTheDataSourcesOfWhichMoreThanOneIsMarked() {
        application
                .withUserConfiguration(MarkedTwice.class)
                .run(context -> assertThat(failure(context.getStartupFailure()))
                        .hasMessage("More than one DataSource is marked by @OutboxDataSource: customers, orders."));
    }

    @Test
    void looksForItsTablesAfterFlyway() {
        application
                .withConfiguration(AutoConfigurations.of(FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "pushcast.outbox.initialize-schema=never",
                        "spring.flyway.locations=classpath:io/pushcast/outbox/jdbc/{vendor}")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Outbox.class));
    }

    @Test
    void goesOnAfterAPauseOfTheContext() {
        application.run(context -> {
            AbstractApplicationContext running = (AbstractApplicationContext) context.getSourceApplicationContext();
            Outbox outbox = context.getBean(Outbox.class);
            await().until(() -> outbox.status().partitionsOwned() == 64);
            running.stop();
            await().until(() -> outbox.status().partitionsOwned() == 0);
            context.getBean(EventPublisher.class).publish(new OrderPlaced("c-7", "o-1"));
            running.start();
            await().until(() ->
                    context.getBean(RecordingTransport.class).messages().size() == 1);
        });
    }

    @Test
    void deliversWhatIsStoredAlsoIfNobodyAsksForThePublisher() {
        application
                .withInitializer(context -> context.addBeanFactoryPostProcessor(
                        new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> await().until(
                                () -> context.getBean(Outbox.class).status().partitionsOwned() == 64));
    }

    private static PushcastConfigurationException failure(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof PushcastConfigurationException found) {
                return found;
            }
        }
        throw new AssertionError("No failure of configuration", thrown);
    }

    private static int tablesIn(ApplicationContext context, String dataSource) {
        Integer tables = new JdbcTemplate(context.getBean(dataSource, DataSource.class))
                .queryForObject(
                        "select count(*) from information_schema.tables where lower(table_name) like 'pushcast%'",
                        Integer.class);
        return tables == null ? 0 : tables;
    }

    private static DataSource h2(String name) {
        return new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnStore {

        @Bean
        JdbcOutboxStore own() {
            return JdbcOutboxStore.on(h2("own-store")).createSchema(true).build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnOutbox {

        @Bean
        Outbox own() {
            return Outbox.on(JdbcOutboxStore.on(h2("own-outbox"))
                            .createSchema(true)
                            .build())
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class TwoDataSources {

        @Bean
        DataSource customers() {
            return h2("two-customers");
        }

        @Bean
        DataSource orders() {
            return h2("two-orders");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PrimaryDataSource {

        @Bean
        DataSource customers() {
            return h2("primary-customers");
        }

        @Bean
        @Primary
        DataSource orders() {
            return h2("primary-orders");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MarkedDataSource {

        @Bean
        @OutboxDataSource
        DataSource customers() {
            return h2("marked-customers");
        }

        @Bean
        @Primary
        DataSource orders() {
            return h2("marked-orders");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class MarkedTwice {

        @Bean
        @OutboxDataSource
        DataSource customers() {
            return h2("twice-customers");
        }

        @Bean
        @OutboxDataSource
        DataSource orders() {
            return h2("twice-orders");
        }

        @Bean
        @Primary
        DataSource others() {
            return h2("twice-others");
        }
    }

    private static final class Reactive implements ReactiveTransactionManager {

        @Override
        public Mono<org.springframework.transaction.ReactiveTransaction> getReactiveTransaction(
                org.springframework.transaction.TransactionDefinition definition) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> commit(org.springframework.transaction.ReactiveTransaction transaction) {
            return Mono.empty();
        }

        @Override
        public Mono<Void> rollback(org.springframework.transaction.ReactiveTransaction transaction) {
            return Mono.empty();
        }
    }
}
