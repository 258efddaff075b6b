package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.pushcast.json.JsonCodec;
import io.pushcast.json.jackson2.Jackson2Codec;
import io.pushcast.json.jackson3.Jackson3Codec;
import io.pushcast.mapping.PublishTo;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.transport.Transport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.ApplicationEvent;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

/** What Spring's own types add to events is nothing for subscribers. */
class SpringEventPropertiesTest {

    private final RecordingTransport transport = new RecordingTransport();

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastEventAutoConfiguration.class))
            .withBean(Transport.class, () -> transport)
            .withPropertyValues("pushcast.url=http://k:s@localhost:1/apps/1");

    record Order(String id, String cardNumber) {}

    @PublishTo(channel = "orders")
    static class OrderPlaced extends ApplicationEvent {

        private static final long serialVersionUID = 1L;

        OrderPlaced(Order order) {
            super(order);
        }

        public String getOrderId() {
            return ((Order) getSource()).id();
        }
    }

    @PublishTo(channel = "orders")
    record EntityChanged<T>(T entity) implements ResolvableTypeProvider {

        @Override
        public ResolvableType getResolvableType() {
            return ResolvableType.forClassWithGenerics(getClass(), entity.getClass());
        }
    }

    @Test
    void areNotInPayloads() {
        application
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .run(publishesOnlyWhatIsTheApplications(Jackson3Codec.class));
    }

    @Test
    void areNotInPayloadsWhereTheCodecIsDetected() {
        application.run(publishesOnlyWhatIsTheApplications(Jackson3Codec.class));
    }

    @Test
    void areNotInPayloadsByJackson2WhereThatIsPreferred() {
        application
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withBean(ObjectMapper.class)
                .withPropertyValues("spring.http.converters.preferred-json-mapper=jackson2")
                .run(publishesOnlyWhatIsTheApplications(Jackson2Codec.class));
    }

    @Test
    void preferredMappersAreHeeded() {
        application
                .withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
                .withBean(
                        ObjectMapper.class,
                        () -> new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE))
                .withPropertyValues("spring.http.converters.preferred-json-mapper=jackson2")
                .run(context -> assertThat(context.getBean(JsonCodec.class).write(new Order("o-1", "")))
                        .isEqualTo("{\"Id\":\"o-1\",\"CardNumber\":\"\"}"));
    }

    private ContextConsumer<AssertableApplicationContext> publishesOnlyWhatIsTheApplications(
            Class<? extends JsonCodec> codec) {
        return context -> {
            assertThat(context.getBean(JsonCodec.class)).isInstanceOf(codec);
            context.publishEvent(new OrderPlaced(new Order("o-1", "4111")));
            context.publishEvent(new EntityChanged<>(new Order("o-2", "")));
            context.close();
            assertThat(transport.payloads())
                    .containsExactly("{\"orderId\":\"o-1\"}", "{\"entity\":{\"id\":\"o-2\",\"cardNumber\":\"\"}}");
        };
    }
}
