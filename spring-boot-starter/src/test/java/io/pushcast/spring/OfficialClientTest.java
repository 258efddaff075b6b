package io.pushcast.spring;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.pusher.rest.Pusher;
import com.pusher.rest.PusherAsync;
import com.pusher.rest.data.Result;
import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.message.Delivery;
import io.pushcast.pusher.OfficialClientTransport;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.spring.actuate.PushcastHealthAutoConfiguration;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The application has configured the official client itself, and no app. */
class OfficialClientTest {

    private final PusherAsync async = mock(PusherAsync.class);
    private final Pusher blocking = mock(Pusher.class);

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    PushcastEmbeddedAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastHealthAutoConfiguration.class))
            .withPropertyValues("pushcast.retry.initial-backoff=1ms");

    private static Delivery publish(ApplicationContext context) throws Exception {
        return context.getBean(EventPublisher.class)
                .to("orders")
                .named("placed")
                .payload(Map.of("id", 7))
                .publish()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private static String url(PusherApp app) {
        return "http://" + app.key() + ":" + app.secret() + "@" + app.host() + ":" + app.port() + "/apps/"
                + app.appId();
    }

    private static CompletableFuture<Result> answer(int status) {
        return CompletableFuture.completedFuture(Result.fromHttpCode(status, "{}"));
    }

    @Test
    void sendsThroughTheAsynchronousClientWithRetry() {
        when(async.trigger(anyList(), any(), any(), any()))
                .thenReturn(answer(500))
                .thenReturn(answer(500))
                .thenReturn(answer(200));
        application.withBean(PusherAsync.class, () -> async).run(context -> {
            assertThat(context).doesNotHaveBean(EmbeddedPusher.class).doesNotHaveBean(PusherApp.class);
            assertThat(publish(context).receipts().get(0).attempts()).isEqualTo(3);
            verify(async, times(3)).trigger(eq(List.of("orders")), eq("placed"), any(), any());
        });
    }

    @Test
    void sendsThroughTheBlockingClient() {
        when(blocking.trigger(anyList(), any(), any(), any())).thenReturn(Result.fromHttpCode(200, "{}"));
        application.withBean(Pusher.class, () -> blocking).run(context -> {
            publish(context);
            verify(blocking).trigger(eq(List.of("orders")), eq("placed"), any(), any());
        });
    }

    @Test
    void takesTheAsynchronousOfTwoClients() {
        when(async.trigger(anyList(), any(), any(), any())).thenReturn(answer(200));
        application
                .withBean(Pusher.class, () -> blocking)
                .withBean(PusherAsync.class, () -> async)
                .run(context -> {
                    publish(context);
                    verifyNoInteractions(blocking);
                });
    }

    @Test
    void leavesTheClientAloneWhereAnAppIsConfigured() {
        try (EmbeddedPusher server = EmbeddedPusher.start()) {
            application
                    .withBean(PusherAsync.class, () -> async)
                    .withPropertyValues("pushcast.url=" + url(server.app()))
                    .run(context -> {
                        assertThat(context.getBean(Transport.class)).isInstanceOf(PusherTransport.class);
                        publish(context);
                        assertThat(server).received().on("orders").named("placed");
                        verifyNoInteractions(async);
                    });
        }
    }

    @Test
    void startsNoServerOfItsOwnBesideTheClientAndStopsForNoMissingApp() {
        application
                .withBean(Pusher.class, () -> blocking)
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(OfficialClientTransport.class));
    }

    @Test
    void tellsWhichTransportItIs() {
        application.withBean(PusherAsync.class, () -> async).run(context -> {
            HealthIndicator health = context.getBean("pushcastHealthContributor", HealthIndicator.class);
            assertThat(health.health().getDetails()).containsEntry("transport", "OfficialClientTransport[PusherAsync]");
            assertThat(context.getBean(Pushcast.class).status().transport())
                    .isEqualTo("OfficialClientTransport[PusherAsync]");
        });
    }

    @Test
    void publishesToAServerByTheClientThatTheApplicationConfigured() {
        try (EmbeddedPusher server = EmbeddedPusher.start()) {
            application
                    .withUserConfiguration(OwnClient.class)
                    .withBean("server", PusherApp[].class, () -> new PusherApp[] {server.app()})
                    .run(context -> {
                        publish(context);
                        assertThat(server).received().on("orders").named("placed");
                    });
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        @Bean(destroyMethod = "close")
        PusherAsync pusher(PusherApp[] servers) {
            PusherApp app = servers[0];
            PusherAsync client = new PusherAsync(app.appId(), app.key(), app.secret());
            client.setHost(app.host() + ":" + app.port());
            return client;
        }
    }
}
