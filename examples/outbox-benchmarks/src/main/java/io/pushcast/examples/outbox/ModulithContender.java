package io.pushcast.examples.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Spring Modulith's event publication registry with JDBC and its listener that runs after the commit, in Spring Boot's pool of
 * eight threads. Completed publications are deleted. What is in the table is resubmitted, as at a restart.
 */
final class ModulithContender extends PeerContender {

    static final Kind KIND = new Kind() {

        @Override
        public String name() {
            return "Spring Modulith 2.0.3";
        }

        @Override
        public int share() {
            return 5;
        }

        @Override
        public int inFlight() {
            return 8;
        }

        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public Contender start(Postgres database, String instance, MessageHandler handler) throws SQLException {
            ModulithContender contender = new ModulithContender(
                    database, Application.start(Beans.class, database.pool(instance), handler, PROPERTIES));
            contender.keepTemplate();
            return contender;
        }
    };

    private static final Map<String, Object> PROPERTIES = Map.of(
            "namastack.outbox.enabled",
            false,
            "spring.modulith.events.completion-mode",
            "delete",
            "spring.modulith.events.jdbc.schema-initialization.enabled",
            true);

    private final ConfigurableApplicationContext application;
    private final IncompleteEventPublications incomplete;

    private ModulithContender(Postgres database, ConfigurableApplicationContext application) {
        super(
                database,
                "event_publication",
                application.getBean(HikariDataSource.class),
                application.getBean(PlatformTransactionManager.class));
        this.application = application;
        this.incomplete = application.getBean(IncompleteEventPublications.class);
    }

    @Override
    void insert(SampleEvent happening) {
        application.publishEvent(happening);
    }

    @Override
    String copy() {
        return "id, listener_id, event_type, serialized_event, publication_date, status, completion_attempts)"
                + " select gen_random_uuid(), t.listener_id, t.event_type,"
                + " replace(t.serialized_event, 'message-0', 'message-' || i), clock_timestamp(), t.status,"
                + " t.completion_attempts";
    }

    @Override
    public void wake() {
        incomplete.resubmitIncompletePublications(publication -> true);
    }

    @Override
    public void awaitInstances(int instances) {
        if (instances != 1) {
            throw new IllegalArgumentException("Its instances share no work, but there are " + instances);
        }
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
        HappeningListener happeningListener(MessageHandler handler) {
            return new HappeningListener(handler);
        }
    }

    /** Is called for each event, after the commit. */
    static class HappeningListener {

        private final MessageHandler handler;

        HappeningListener(MessageHandler handler) {
            this.handler = handler;
        }

        @ApplicationModuleListener
        void on(SampleEvent happening) {
            handler.handle();
        }
    }
}
