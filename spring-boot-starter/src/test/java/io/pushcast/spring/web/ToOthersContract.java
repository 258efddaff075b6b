package io.pushcast.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pushcast.mapping.PublishTo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.SocketId;
import io.pushcast.spring.RecordingTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

/**
 * Whom an event does not reach that is published in a request with the header {@code X-Socket-ID}. The same for both web
 * stacks. The application publishes under the paths {@code /now}, {@code /committed} and {@code /async}.
 */
@TestPropertySource(
        properties = {
            "pushcast.url=http://my-key:my-secret@localhost:6001/apps/1",
            "spring.datasource.generate-unique-name=true",
            "spring.reactor.context-propagation=auto"
        })
abstract class ToOthersContract {

    @PublishTo(channel = "carts", toOthers = true)
    @PublishTo(channel = "stock")
    record CartChanged(String how) {}

    @LocalServerPort
    int port;

    @Autowired
    RecordingTransport server;

    @BeforeEach
    void forget() {
        server.messages().clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/now", "/committed", "/async"})
    void isTheConnectionThatTheRequestNames(String path) throws Exception {
        get(path, "123.456");

        assertThat(excludedOn("carts")).contains(SocketId.of("123.456"));
        assertThat(excludedOn("stock")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/now", "/committed", "/async"})
    void isNobodyIfItNamesNone(String path) throws Exception {
        get("/now", "123.456");
        await().until(() -> server.messages().size() == 2);
        forget();

        get(path, null);

        assertThat(excludedOn("carts")).isEmpty();
    }

    @Test
    void isNobodyIfItNamesWhatIsNoSocketId() throws Exception {
        get("/now", "undefined");

        assertThat(excludedOn("carts")).isEmpty();
    }

    private Optional<SocketId> excludedOn(String channel) {
        await().until(() -> server.messages().size() == 2);
        return server.messages().stream()
                .filter(message -> message.channels().get(0).value().equals(channel))
                .findFirst()
                .flatMap(ChannelMessage::excludedSocket);
    }

    private void get(String path, String socketId) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (socketId != null) {
            request.header("X-Socket-ID", socketId);
        }
        assertThat(HttpClient.newHttpClient()
                        .send(request.build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
