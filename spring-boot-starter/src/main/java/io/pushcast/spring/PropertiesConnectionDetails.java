package io.pushcast.spring;

import io.pushcast.pusher.PusherApp;
import org.springframework.core.env.Environment;

/**
 * The app that the properties {@code pushcast.*} name, or else the variables {@code PUSHER_*}. They are looked at when somebody asks.
 */
final class PropertiesConnectionDetails implements PushcastConnectionDetails {

    private final PushcastProperties properties;
    private final Environment environment;

    PropertiesConnectionDetails(PushcastProperties properties, Environment environment) {
        this.properties = properties;
        this.environment = environment;
    }

    @Override
    public PusherApp app() {
        return DefaultAppCondition.isGivenIn(environment) || !DefaultAppCondition.hasPusherVariables(environment)
                ? AppProperties.app("pushcast", properties.app())
                : AppProperties.app(DefaultAppCondition.pusherVariables(environment, properties.server()));
    }
}
