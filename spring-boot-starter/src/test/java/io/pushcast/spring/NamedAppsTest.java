package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.message.SocketId;
import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.spring.web.CurrentSocket;
import io.pushcast.spring.web.PushcastWebAutoConfiguration;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.RecordedEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class NamedAppsTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastEventAutoConfiguration.class));

    @Test
    void publishesToEachByItsQualifier() {
        try (EmbeddedPusher main = EmbeddedPusher.start();
                EmbeddedPusher eu = EmbeddedPusher.start()) {
            application
                    .withPropertyValues("pushcast.url=" + url(main), "pushcast.apps.eu.url=" + url(eu))
                    .withBean(Both.class)
                    .run(context -> {
                        Both both = context.getBean(Both.class);
                        both.main()
                                .to("a")
                                .named("n")
                                .payload("main")
                                .publish()
                                .toCompletableFuture()
                                .join();
                        both.eu()
                                .to("a")
                                .named("n")
                                .payload("eu")
                                .publish()
                                .toCompletableFuture()
                                .join();
                        assertThat(main.events())
                                .extracting(RecordedEvent::data)
                                .containsExactly("\"main\"");
                        assertThat(eu.events()).extracting(RecordedEvent::data).containsExactly("\"eu\"");
                        assertThat(context.getBean(PusherApp.class).port()).isEqualTo(main.port());
                        assertThat(context.getBean("euPusherApp", PusherApp.class)
                                        .port())
                                .isEqualTo(eu.port());
                        assertThat(context.getBean("euPushcast", Pushcast.class)
                                        .status()
                                        .name())
                                .isEqualTo("eu");
                    });
        }
    }

    @Test
    void needNoAppWithoutAName() {
        application
                .withPropertyValues("pushcast.apps.eu.url=http://k:s@localhost:1/apps/1")
                .withBean(Unqualified.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().hasBean("euPushcast").doesNotHaveBean("pusherApp");
                    assertThat(context.getBean(Unqualified.class).publishers().stream())
                            .isEmpty();
                });
    }

    @Test
    void refuseEventsOfWhichItIsNotClearWhereTheyGo() {
        application
                .withPropertyValues("pushcast.apps.eu.url=http://k:s@localhost:1/apps/1")
                .run(context -> {
                    assertThatThrownBy(() -> context.publishEvent(new PublishedEvents.OrderPlaced("c-7", "o-1")))
                            .isInstanceOf(PushcastConfigurationException.class)
                            .hasMessageContaining("[euPushcast]")
                            .hasMessageContaining("not clear");
                    context.publishEvent(new PublishedEvents.Unmapped("nothing"));
                });
    }

    @Test
    void areBoundToTheTransactionToo() {
        TransactionTemplate transaction = new TransactionTemplate(
                new JdbcTransactionManager(new SimpleDriverDataSource(new org.h2.Driver(), "jdbc:h2:mem:named")));
        try (EmbeddedPusher eu = EmbeddedPusher.start()) {
            application.withPropertyValues("pushcast.apps.eu.url=" + url(eu)).run(context -> {
                Pushcast pushcast = context.getBean("euPushcast", Pushcast.class);
                transaction.executeWithoutResult(status -> {
                    pushcast.to("a").named("n").payload("rolled back").publish();
                    status.setRollbackOnly();
                });
                transaction.executeWithoutResult(status ->
                        pushcast.to("a").named("n").payload("committed").publish());
            });
            assertThat(eu.events()).extracting(RecordedEvent::data).containsExactly("\"committed\"");
        }
    }

    @Test
    void sayWhichPropertyIsWrong() {
        application
                .withPropertyValues("pushcast.apps.eu.app-id=1", "pushcast.apps.eu.key=k")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("pushcast.apps.eu.secret")
                        .hasMessageContaining("pushcast.apps.eu.cluster"));
        application
                .withPropertyValues("pushcast.apps.eu.url=http://k:s@localhost:1/apps/1", "pushcast.apps.eu.cluster=eu")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("pushcast.apps.eu.url")
                        .hasMessageContaining("pushcast.apps.eu.cluster")
                        .hasMessageNotContaining("k:s"));
    }

    @Test
    void showTheirSecretsInNoText() {
        application
                .withPropertyValues("pushcast.apps.eu.url=http://k:hidden-secret@localhost:1/apps/1")
                .run(context -> assertThat(context.getBean(PushcastProperties.class))
                        .asString()
                        .contains("eu")
                        .doesNotContain("hidden-secret"));
    }

    @Test
    void areChangedByCustomizersAsTheAppWithoutAName() {
        List<String> customized = new CopyOnWriteArrayList<>();
        application
                .withPropertyValues(
                        "pushcast.url=http://k:s@localhost:1/apps/1",
                        "pushcast.apps.eu.url=http://k:s@localhost:1/apps/2")
                .withBean("all", PushcastBuilderCustomizer.class, () -> builder -> customized.add("all"))
                .withBean("each", PushcastBuilderCustomizer.class, () -> new PushcastBuilderCustomizer() {
                    @Override
                    public void customize(PushcastBuilder builder) {
                        customized.add("unnamed");
                    }

                    @Override
                    public void customize(PushcastBuilder builder, String app) {
                        customized.add(app);
                    }
                })
                .run(context -> assertThat(customized).containsExactlyInAnyOrder("all", "unnamed", "all", "eu"));
    }

    @Test
    void leaveOutTheCurrentSocketToo() {
        try (EmbeddedPusher eu = EmbeddedPusher.start()) {
            application
                    .withConfiguration(AutoConfigurations.of(PushcastWebAutoConfiguration.class))
                    .withPropertyValues("pushcast.apps.eu.url=" + url(eu))
                    .run(context -> CurrentSocket.within(
                            SocketId.of("1.1"),
                            () -> context.getBean("euPushcast", Pushcast.class)
                                    .to("a")
                                    .named("n")
                                    .payload(1)
                                    .toOthers()
                                    .publish()));
            assertThat(eu.events()).extracting(RecordedEvent::excludedSocket).containsExactly("1.1");
        }
    }

    @Test
    void giveWayToBeansOfTheApplicationsOwn() {
        PusherApp own = PusherApp.fromUrl("http://own:s@localhost:1/apps/7");
        application
                .withPropertyValues(
                        "pushcast.url=http://k:s@localhost:1/apps/1",
                        "pushcast.apps.eu.url=http://k:s@localhost:1/apps/2")
                .withBean(
                        "euPusherApp",
                        PusherApp.class,
                        () -> own,
                        definition -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context.getBean("euPusherApp")).isSameAs(own);
                });
    }

    private static String url(EmbeddedPusher server) {
        PusherApp app = server.app();
        return "http://" + app.key() + ":" + app.secret() + "@" + app.host() + ":" + app.port() + "/apps/"
                + app.appId();
    }

    record Unqualified(ObjectProvider<EventPublisher> publishers) {}

    record Both(EventPublisher main, @Qualifier("eu") EventPublisher eu) {}
}
