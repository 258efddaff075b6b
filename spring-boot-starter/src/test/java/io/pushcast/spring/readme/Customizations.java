package io.pushcast.spring.readme;

import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.spring.PushcastBuilderCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class Customizations {

    private static final Logger log = LoggerFactory.getLogger(Customizations.class);

    record OrderShipped(String customerId, String secretNote) {}

    // README
    @Bean
    EventMappings mappings() {
        return EventMappings.builder()
                .route(
                        OrderShipped.class,
                        shipped -> Route.to("private-orders." + shipped.customerId())
                                .payload("on its way"))
                .build();
    }

    @Bean
    DeliveryListener failures() {
        return new DeliveryListener() {
            @Override
            public void onFailed(ChannelMessage message, DeliveryException failure) {
                log.error("Nobody will see {}: {}", message, failure.reason());
            }
        };
    }

    @Bean
    PushcastBuilderCustomizer numbered() {
        return builder -> builder.eventIds("_id");
    }
    // README
}
