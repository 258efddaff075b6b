package io.pushcast.spring.test;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.EventPublisher;
import io.pushcast.PublishOptions;
import io.pushcast.Pushcast;
import io.pushcast.message.SocketId;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.PushcastEmbeddedAutoConfiguration;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.testing.RecordedEvent;
import io.pushcast.testing.RecordingPublisher;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.transaction.TestTransaction;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.datasource.generate-unique-name=true",
            "pushcast.outbox.enabled=false",
            "pushcast.limits.max-payload-bytes=200",
            "pushcast.apps.eu.url=http://k:s@localhost:1/apps/2",
            "pushcast.url=http://k:s@localhost:1/apps/1"
        })
@RecordPublications
class RecordPublicationsTest {

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    RecordingPublisher published;

    @Autowired
    Pushcast pushcast;

    @Autowired
    @Qualifier("eu")
    Pushcast eu;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    ApplicationContext context;

    @Test
    void takesThePlaceOfThePublisher() {
        assertThat(context.getBean(EventPublisher.class)).isSameAs(published);
    }

    @Test
    void recordsWhatOtherPublishersOfTheApplicationPublish() {
        pushcast.publish(new OrderPlaced("c-7", "o-1"));
        eu.publish(new OrderPlaced("c-8", "o-2"));
        assertThat(published).received().on("private-orders.c-7").named("order-placed");
        assertThat(published).received().on("private-orders.c-8").named("order-placed");
        assertThat(published.events()).hasSize(2);
    }

    @Test
    @Transactional
    void recordsAtOnceWhatOtherPublishersPublishInTheTransactionOfTheTest() {
        eu.publish(new OrderPlaced("c-8", "o-2"));
        assertThat(published.events()).hasSize(1);
    }

    @Test
    void goesByTheLimitsAndCustomizersOfTheApplication() {
        assertThatThrownBy(() -> published.publish(new OrderPlaced("c-7", "x".repeat(200))))
                .hasMessageContaining("200");
        published.publish(new OrderPlaced("c-7", "o-1"), PublishOptions.NONE.toOthers());
        assertThat(published.events())
                .singleElement()
                .extracting(RecordedEvent::excludedSocket)
                .isEqualTo("12.34");
    }

    @Test
    void recordsAtOnceWithoutATransaction() {
        events.publishEvent(new OrderPlaced("c-7", "o-1"));
        assertThat(published).received().on("private-orders.c-7").named("order-placed");
        assertThat(published.events()).hasSize(1);
    }

    @Test
    void recordsAfterTheCommitOfATransactionOfTheApplication() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            events.publishEvent(new OrderPlaced("c-7", "o-1"));
            assertThat(published.events()).isEmpty();
        });
        assertThat(published.events()).hasSize(1);
    }

    @Test
    void recordsNothingThatRollsBack() {
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            events.publishEvent(new OrderPlaced("c-7", "o-1"));
            status.setRollbackOnly();
        });
        assertThat(published.events()).isEmpty();
    }

    @Test
    @Transactional
    void recordsAtOnceInTheTransactionOfTheTest() {
        events.publishEvent(new OrderPlaced("c-7", "o-1"));
        assertThat(published.events()).hasSize(1);
    }

    @Test
    @Transactional
    void goesByTheRuleInATransactionWithinThatOfTheTest() {
        TransactionTemplate ofItsOwn = new TransactionTemplate(transactions);
        ofItsOwn.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        ofItsOwn.executeWithoutResult(status -> {
            events.publishEvent(new OrderPlaced("c-7", "o-1"));
            assertThat(published.events()).isEmpty();
            status.setRollbackOnly();
        });
        assertThat(published.events()).isEmpty();
        ofItsOwn.executeWithoutResult(status -> events.publishEvent(new OrderPlaced("c-7", "o-2")));
        assertThat(published.events()).hasSize(1);
    }

    @Test
    @Transactional
    void recordsAlsoInATransactionThatTheTestBeginsAnew() {
        TestTransaction.end();
        TestTransaction.start();
        events.publishEvent(new OrderPlaced("c-7", "o-1"));
        assertThat(published.events()).hasSize(1);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        JacksonAutoConfiguration.class,
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        TransactionAutoConfiguration.class,
        PushcastEmbeddedAutoConfiguration.class,
        PushcastAutoConfiguration.class,
        PushcastEventAutoConfiguration.class
    })
    static class Application {

        @Bean
        PushcastBuilderCustomizer socket() {
            return builder -> builder.currentSocket(() -> SocketId.of("12.34"));
        }
    }
}
