package io.pushcast.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.pushcast.Pushcast;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.SocketId;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import io.pushcast.spring.RecordingTransport;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class CurrentSocketTest {

    private static final SocketId FIRST = SocketId.of("1.1");
    private static final SocketId SECOND = SocketId.of("2.2");
    private static final AutoConfigurations AUTO_CONFIGURATIONS =
            AutoConfigurations.of(PushcastWebAutoConfiguration.class, PushcastAutoConfiguration.class);
    private static final String URL = "pushcast.url=http://k:s@localhost:6001/apps/1";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AUTO_CONFIGURATIONS)
            .withPropertyValues(URL)
            .withBean(Transport.class, RecordingTransport::new);

    @Test
    void isThatOfTheCallAndThenAgainThatOfBefore() {
        CurrentSocket.within(FIRST, () -> {
            assertThatThrownBy(() -> CurrentSocket.within(SECOND, () -> {
                        assertThat(CurrentSocket.get()).contains(SECOND);
                        throw new IllegalStateException("the call's own failure");
                    }))
                    .hasMessage("the call's own failure");
            assertThat(CurrentSocket.get()).contains(FIRST);
            CurrentSocket.<Object>within(
                    null, () -> assertThat(CurrentSocket.get()).isEmpty());
            return null;
        });
        assertThat(CurrentSocket.get()).isEmpty();
    }

    @Test
    void isWhatOneHeaderNamesAndNothingElse() {
        assertThat(CurrentSocket.named(List.of("123.456"))).isEqualTo(SocketId.of("123.456"));
        assertThat(CurrentSocket.named(List.of())).isNull();
        assertThat(CurrentSocket.named(List.of(""))).isNull();
        assertThat(CurrentSocket.named(List.of("undefined"))).isNull();
        assertThat(CurrentSocket.named(List.of("1.1, 2.2"))).isNull();
        assertThat(CurrentSocket.named(List.of("1.1", "2.2"))).isNull();
        assertThat(CurrentSocket.named(List.of("1." + "1".repeat(10_000)))).isNull();
    }

    @Test
    void goesToOtherThreadsByContextPropagation() {
        ContextSnapshotFactory snapshots = ContextSnapshotFactory.builder()
                .contextRegistry(ContextRegistry.getInstance())
                .build();
        Runnable asserting = CurrentSocket.within(
                FIRST,
                () -> snapshots.captureAll().wrap((Runnable)
                        () -> assertThat(CurrentSocket.get()).contains(FIRST)));

        CompletableFuture.runAsync(asserting).join();
        asserting.run();

        assertThat(CurrentSocket.get()).isEmpty();
    }

    @Test
    void isLeftOutByWhatThePublisherPublishesToOthers() {
        application.run(context -> {
            Pushcast pushcast = context.getBean(Pushcast.class);
            CurrentSocket.within(FIRST, () -> {
                pushcast.to("a").named("x").payload(Map.of()).toOthers().publish();
                return pushcast.to("b").named("x").payload(Map.of()).publish();
            });
            pushcast.flush().toCompletableFuture().join();

            assertThat(((RecordingTransport) context.getBean(Transport.class)).messages())
                    .extracting(ChannelMessage::excludedSocket)
                    .containsExactly(Optional.of(FIRST), Optional.empty());
        });
    }

    @Test
    void givesWayToWhatACustomizerSays() {
        application
                .withBean(PushcastBuilderCustomizer.class, () -> builder -> builder.currentSocket(() -> SECOND))
                .run(context -> {
                    Pushcast pushcast = context.getBean(Pushcast.class);
                    CurrentSocket.within(
                            FIRST,
                            () -> pushcast.to("a")
                                    .named("x")
                                    .payload(Map.of())
                                    .toOthers()
                                    .publish());
                    pushcast.flush().toCompletableFuture().join();

                    assertThat(((RecordingTransport) context.getBean(Transport.class)).messages())
                            .extracting(ChannelMessage::excludedSocket)
                            .containsExactly(Optional.of(SECOND));
                });
    }

    @Test
    void hasAFilterWhereThereIsAWeb() {
        new WebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withPropertyValues(URL)
                .run(context -> assertThat(context)
                        .hasSingleBean(CurrentSocketFilter.class)
                        .doesNotHaveBean(CurrentSocketWebFilter.class));
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withPropertyValues(URL)
                .run(context -> assertThat(context)
                        .hasSingleBean(CurrentSocketWebFilter.class)
                        .doesNotHaveBean(CurrentSocketFilter.class));
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.web", "jakarta", "reactor", "io.micrometer.context"))
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withPropertyValues(URL)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(CurrentSocketFilter.class)
                        .doesNotHaveBean(CurrentSocketWebFilter.class));
        new WebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CurrentSocketFilter.class));
    }
}
