package io.pushcast.spring.outbox;

import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.OutboxListener;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.outbox.store.OutboxStore;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import javax.sql.DataSource;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.EmbeddedDatabaseConnection;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceUtils;

/**
 * The outbox, if {@code pushcast.outbox.enabled} says so: messages are stored by the application's {@link DataSource} in the
 * transaction that publishes them, and delivered after its commit. Without a transaction they are stored at once.
 *
 * <p>The tables are looked for after Flyway, Liquibase and scripts have done their work. {@link Outbox} and
 * {@link OutboxStore} give way to beans of the application's own; {@link OutboxListener} beans are told what the relay does,
 * and {@link OutboxBuilderCustomizer} and {@link JdbcOutboxStoreBuilderCustomizer} beans may change the rest.
 */
@AutoConfiguration(
        before = PushcastAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration"
        })
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("pushcast.outbox.enabled")
public final class PushcastOutboxAutoConfiguration {

    /** With Spring's JDBC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({DataSourceUtils.class, EmbeddedDatabaseConnection.class})
    @EnableConfigurationProperties(PushcastOutboxProperties.class)
    static final class JdbcConfiguration {

        @Bean
        @ConditionalOnMissingBean({OutboxStore.class, Outbox.class})
        @DependsOnDatabaseInitialization
        JdbcOutboxStore pushcastOutboxStore(
                ObjectProvider<DataSource> dataSources,
                @OutboxDataSource ObjectProvider<DataSource> marked,
                ListableBeanFactory beans,
                PushcastOutboxProperties properties,
                ObjectProvider<JdbcOutboxStoreBuilderCustomizer> customizers) {
            OutboxEnvironment surroundings = new OutboxEnvironment(beans);
            surroundings.requireBlockingTransactions();
            DataSource dataSource = surroundings.dataSource(dataSources, marked);
            return OutboxPropertiesMapper.store(
                    dataSource,
                    new SpringConnections(dataSource, surroundings.foreignTransactions()),
                    properties,
                    builder -> customizers.orderedStream().forEach(customizer -> customizer.customize(builder)));
        }

        @Bean
        @ConditionalOnMissingBean
        Outbox pushcastOutbox(
                OutboxStore store,
                PushcastOutboxProperties properties,
                ObjectProvider<OutboxListener> listeners,
                ObjectProvider<OutboxBuilderCustomizer> customizers) {
            Outbox.Builder builder = OutboxPropertiesMapper.outbox(store, properties);
            listeners.orderedStream().forEach(builder::listener);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            return builder.build();
        }
    }

    /** Without Spring's JDBC, the promise could not be kept. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(JdbcIsMissing.class)
    static final class WithoutJdbcConfiguration {

        @Bean
        @ConditionalOnMissingBean(Outbox.class)
        InitializingBean pushcastOutboxWithoutJdbc() {
            return () -> {
                throw new PushcastConfigurationException(
                        "pushcast.outbox.enabled is true, but the application has no JDBC: messages can't be stored.",
                        "Add spring-boot-starter-jdbc or spring-boot-starter-data-jpa, or set"
                                + " pushcast.outbox.enabled=false.");
            };
        }
    }

    static final class JdbcIsMissing extends AnyNestedCondition {

        JdbcIsMissing() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnMissingClass("org.springframework.jdbc.datasource.DataSourceUtils")
        static final class OfSpring {}

        @ConditionalOnMissingClass("org.springframework.boot.jdbc.EmbeddedDatabaseConnection")
        static final class OfSpringBoot {}
    }
}
