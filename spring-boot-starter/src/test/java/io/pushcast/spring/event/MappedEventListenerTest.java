package io.pushcast.spring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.Pushcast;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.MappingException;
import io.pushcast.mapping.PublishTo;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.spring.PublishedEvents.OrderPlaced;
import io.pushcast.spring.PublishedEvents.PriceChanged;
import io.pushcast.spring.PublishedEvents.Unmapped;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.RecordingTransport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

class MappedEventListenerTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastEventAutoConfiguration.class))
            .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1")
            .withBean(RecordingTransport.class);

    @PublishTo(channel = "private-{custmer}")
    record Misspelt(String customer) {}

    @Test
    void publishesAnnotatedEvents() {
        application.run(context -> {
            context.publishEvent(new OrderPlaced("c-7", "o-1"));
            assertThat(sent(context)).singleElement().satisfies(message -> {
                assertThat(message.channels()).extracting("value").containsExactly("private-orders.c-7");
                assertThat(message.event()).isEqualTo("order-placed");
                assertThat(message.data()).isEqualTo("{\"customerId\":\"c-7\",\"orderId\":\"o-1\"}");
            });
        });
    }

    @Test
    void publishesEventsThatAFunctionMaps() {
        application
                .withBean(
                        EventMappings.class,
                        () -> EventMappings.builder()
                                .route(Unmapped.class, e -> Route.to("texts").payload(e.text()))
                                .build())
                .run(context -> {
                    context.publishEvent(new Unmapped("hello"));
                    assertThat(sent(context)).extracting(ChannelMessage::data).containsExactly("\"hello\"");
                });
    }

    @Test
    void publishesEventsThatAreWrappedOrOfSpringsOwnKind() {
        application
                .withBean(
                        EventMappings.class,
                        () -> EventMappings.builder()
                                .route(
                                        PriceChanged.class,
                                        e -> Route.to("prices").payload(e.getSource()))
                                .build())
                .run(context -> {
                    context.publishEvent(new PayloadApplicationEvent<>(this, new OrderPlaced("c-7", "o-1")));
                    context.publishEvent(new PriceChanged("tea"));
                    assertThat(sent(context))
                            .extracting(ChannelMessage::event)
                            .containsExactly("order-placed", "price-changed");
                });
    }

    @Test
    void leavesOtherEventsAlone() {
        application.run(context -> {
            context.publishEvent(new Unmapped("hello"));
            context.publishEvent("a text");
            assertThat(sent(context)).isEmpty();
        });
    }

    @Test
    void throwsAWrongMappingToWhoPublishesTheEvent() {
        application.run(context -> assertThatThrownBy(() -> context.publishEvent(new Misspelt("c-7")))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("{custmer}")
                .hasMessageContaining("customer"));
    }

    @Test
    void publishesInThePublishersThreadEvenWhereOtherListenersHaveOthers() {
        application
                .withBean("applicationEventMulticaster", SimpleApplicationEventMulticaster.class, () -> {
                    SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
                    multicaster.setTaskExecutor(new SimpleAsyncTaskExecutor());
                    return multicaster;
                })
                .run(context -> {
                    assertThatThrownBy(() -> context.publishEvent(new Misspelt("c-7")))
                            .isInstanceOf(MappingException.class);
                    context.publishEvent(new OrderPlaced("c-7", "o-1"));
                    assertThat(sent(context)).hasSize(1);
                });
    }

    @Test
    void publishesAnEventBeforeThoseThatFollowFromIt() {
        application.withBean(Consequence.class).run(context -> {
            context.publishEvent(new OrderPlaced("c-7", "cause"));
            assertThat(sent(context))
                    .extracting(ChannelMessage::data)
                    .containsExactly(
                            "{\"customerId\":\"c-7\",\"orderId\":\"cause\"}",
                            "{\"customerId\":\"c-7\",\"orderId\":\"effect\"}");
        });
    }

    private static List<ChannelMessage> sent(ApplicationContext context) throws Exception {
        context.getBean(Pushcast.class).flush().toCompletableFuture().get(10, TimeUnit.SECONDS);
        return context.getBean(RecordingTransport.class).messages();
    }

    static class Consequence {

        private final ApplicationEventPublisher events;

        Consequence(ApplicationEventPublisher events) {
            this.events = events;
        }

        @EventListener
        void on(OrderPlaced placed) {
            if (placed.orderId().equals("cause")) {
                events.publishEvent(new OrderPlaced(placed.customerId(), "effect"));
            }
        }
    }
}
