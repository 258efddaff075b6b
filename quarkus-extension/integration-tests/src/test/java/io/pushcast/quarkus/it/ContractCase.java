package io.pushcast.quarkus.it;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.ChannelAuthContract;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;

/** The contract, held to the application of this module; how users log in is left open. */
abstract class ContractCase extends ChannelAuthContract {

    @Inject
    PusherApp app;

    @TestHTTPResource("/pusher/auth")
    URI channelAuth;

    @TestHTTPResource("/pusher/user-auth")
    URI userAuth;

    @Override
    protected PusherApp app() {
        return app;
    }

    @Override
    protected URI channelAuth() {
        return channelAuth;
    }

    @Override
    protected URI userAuth() {
        return userAuth;
    }
}
