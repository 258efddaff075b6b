package io.pushcast.spring;

import io.pushcast.pusher.PusherApp;

/** The app that the properties name. They are looked at when somebody asks. */
final class PropertiesConnectionDetails implements PushcastConnectionDetails {

    private final PushcastProperties properties;

    PropertiesConnectionDetails(PushcastProperties properties) {
        this.properties = properties;
    }

    @Override
    public PusherApp app() {
        return new AppSettings("pushcast", properties.app()).app();
    }
}
