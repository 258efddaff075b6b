package io.pushcast.spring.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.outbox.store.OutboxException;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What is published by beans that end after the publisher, as executors do that wait for their tasks. */
class PublishedWhileClosingTest {

    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final RecordingTransport server = new RecordingTransport();
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    DataSourceAutoConfiguration.class,
                    DataSourceTransactionManagerAutoConfiguration.class,
                    TransactionAutoConfiguration.class,
                    PushcastOutboxAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastEventAutoConfiguration.class))
            .withBean(RecordingTransport.class, () -> server)
            .withPropertyValues(
                    "pushcast.url=http://k:s@localhost:6001/apps/1",
                    "spring.datasource.url=" + database,
                    "spring.datasource.username=sa");

    @Test
    void isRefusedWhenThePublisherIsClosed() {
        Last last = endOf(application.withUserConfiguration(EndsLast.class));

        assertThat(last.thrown)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OrderPlaced can't be published any more")
                .hasMessageContaining("pushcast.outbox.enabled=true");
        assertThat(server.payloads()).isEmpty();
    }

    @Test
    void isStoredInTheOutboxWhileThereIsADatabase() {
        Last last =
                endOf(application.withPropertyValues("pushcast.outbox.enabled=true").withUserConfiguration(EndsBeforeTheDataSource.class));

        assertThat(last.thrown).isNull();
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void isRefusedByAnOutboxWithoutADatabase() {
        Last last = endOf(application.withPropertyValues("pushcast.outbox.enabled=true").withUserConfiguration(EndsLast.class));

        assertThat(last.thrown).isInstanceOf(OutboxException.class);
        assertThat(stored()).isZero();
    }

    private static Last endOf(ApplicationContextRunner application) {
        Last[] last = new Last[1];
        application.run(context -> last[0] = context.getBean(Last.class));
        return last[0];
    }

    private long stored() {
        return JdbcClient.create(new DriverManagerDataSource(database, "sa", ""))
                .sql("select count(*) from pushcast_outbox")
                .query(Long.class)
                .single();
    }

    static final class Last implements DisposableBean {

        private final ApplicationEventPublisher events;
        private RuntimeException thrown;

        Last(ApplicationEventPublisher events) {
            this.events = events;
        }

        @Override
        public void destroy() {
            try {
                events.publishEvent(new OrderPlaced("c-7", "last"));
            } catch (RuntimeException e) {
                thrown = e;
            }
        }
    }

    /** The application's beans are made before those that are configured for it, and so end after them. */
    @Configuration(proxyBeanMethods = false)
    static class EndsLast {

        @Bean
        Last last(ApplicationEventPublisher events) {
            return new Last(events);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class EndsBeforeTheDataSource {

        @Bean
        Last last(ApplicationEventPublisher events, DataSource dataSource) {
            assertThat(dataSource).isNotNull();
            return new Last(events);
        }
    }
}
