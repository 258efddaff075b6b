package io.pushcast.spring;

import io.pushcast.pusher.PusherApp;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Which Pusher app the application publishes to, as a test's or development's own service says it. A bean of this type takes
 * the place of the properties {@code pushcast.url}, {@code app-id}, {@code key} and so on.
 */
public interface PushcastConnectionDetails extends ConnectionDetails {

    /** The app, with the server that serves it. */
    PusherApp app();
}
