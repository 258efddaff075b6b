package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.Pushcast;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.actuate.PushcastEndpoint;
import io.pushcast.spring.actuate.PushcastEndpointAutoConfiguration;
import io.pushcast.spring.actuate.PushcastHealthAutoConfiguration;
import io.pushcast.spring.auth.PushcastAuthAutoConfiguration;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.spring.outbox.PushcastOutboxAutoConfiguration;
import io.pushcast.spring.security.PushcastSecurityAutoConfiguration;
import io.pushcast.spring.web.PushcastWebAutoConfiguration;
import io.pushcast.spring.webhook.PushcastWebhookAutoConfiguration;
import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

/** A parent context with Pushcast, and a child whose auto-configurations see its beans. */
class ContextHierarchyTest {

    private final ApplicationContextRunner child = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    PushcastOutboxAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastEventAutoConfiguration.class))
            .withPropertyValues(
                    "pushcast.url=http://k:s@localhost:6001/apps/1",
                    "pushcast.apps.eu.url=http://k:s@localhost:6001/apps/2",
                    "spring.datasource.generate-unique-name=true");

    private final ApplicationContextRunner parent = child.withBean(RecordingTransport.class);

    @Test
    void publishesAnEventOfTheChildOnce() {
        parent.run(above -> child.withParent(above).run(context -> {
            assertThat(context).hasNotFailed();
            context.publishEvent(new OrderPlaced("c-7", "o-1"));
            above.getBean(Pushcast.class).flush().toCompletableFuture().join();
            assertThat(above.getBean(RecordingTransport.class).payloads()).hasSize(1);
            assertThat(context.getBean("euPushcast")).isSameAs(above.getBean("euPushcast"));
        }));
    }

    static class RulesAbove {

        @AuthorizeChannel("private-orders.{customerId}")
        boolean canSee(Principal user, String customerId) {
            return user.getName().equals(customerId);
        }
    }

    @Test
    void servesTheParentsAppsInAChildThatIsTheWeb() {
        parent.withBean(RulesAbove.class)
                .run(above -> new WebApplicationContextRunner()
                        .withConfiguration(AutoConfigurations.of(
                                DispatcherServletAutoConfiguration.class,
                                WebMvcAutoConfiguration.class,
                                PushcastOutboxAutoConfiguration.class,
                                PushcastAutoConfiguration.class,
                                PushcastEventAutoConfiguration.class,
                                PushcastWebAutoConfiguration.class,
                                PushcastAuthAutoConfiguration.class,
                                PushcastWebhookAutoConfiguration.class,
                                PushcastSecurityAutoConfiguration.class,
                                PushcastEndpointAutoConfiguration.class,
                                PushcastHealthAutoConfiguration.class))
                        .withPropertyValues("management.endpoints.web.exposure.include=pushcast")
                        .withParent(above)
                        .run(context -> {
                            assertThat(context)
                                    .hasNotFailed()
                                    .hasBean("pushcastAuthRoutes")
                                    .hasBean("pushcastWebhookRoute");
                            assertThat(context.getBean(PushcastEndpoint.class)
                                            .pushcast()
                                            .publishers())
                                    .containsOnlyKeys("pushcast", "euPushcast");
                            assertThat(context.getBean(AuthorizedChannels.class).authorizers())
                                    .containsEntry("private-orders.{customerId}", "RulesAbove.canSee");
                        }));
    }

    @Test
    void theChildLeavesTheParentsOutboxAlone() {
        parent.withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class))
                .withPropertyValues("pushcast.outbox.enabled=true")
                .run(above -> {
                    child.withPropertyValues("pushcast.outbox.enabled=true")
                            .withParent(above)
                            .run(context -> assertThat(context).hasNotFailed());
                    above.publishEvent(new OrderPlaced("c-7", "o-1"));
                    await().untilAsserted(() -> assertThat(
                                    above.getBean(RecordingTransport.class).payloads())
                            .hasSize(1));
                });
    }
}
