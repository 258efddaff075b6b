package io.pushcast.quarkus.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.ChannelAuthContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Base64;

@QuarkusTest
class ChannelAuthContractIT extends ChannelAuthContract {

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

    @Override
    protected void logIn(HttpRequest.Builder request, String user) {
        request.header(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString((user + ":secret").getBytes(UTF_8)));
    }
}
