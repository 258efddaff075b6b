package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pushcast.testing.RawClient.Connected;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client sees of each fault, and what the server makes of the request. */
class FaultInjectorIT {

    private static final String PATH = "/apps/1/events";
    private static final String EVENT = "{\"name\":\"placed\",\"channels\":[\"orders\"],\"data\":\"1\"}";

    private final EmbeddedPusher server = EmbeddedPusher.start();
    private final SignedHttp http = new SignedHttp(server.app());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void answersWithAStatusAndAcceptsNothing() {
        server.faults().next(2, Fault.status(503).retryAfter("0.5"));

        HttpResponse<String> answer = http.post(PATH, EVENT);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("0.5");
        assertThat(answer.body()).isEqualTo("An injected fault: status 503\n");
        assertThat(http.exchange("POST", "/nothing?here", EVENT).statusCode()).isEqualTo(503);
        assertThat(server.events()).isEmpty();
        assertThat(server.requests())
                .containsExactly(
                        new RecordedRequest(
                                "POST", PATH, EVENT, 503, Fault.status(503).retryAfter("0.5")),
                        new RecordedRequest(
                                "POST",
                                "/nothing",
                                EVENT,
                                503,
                                Fault.status(503).retryAfter("0.5")));

        assertThat(http.post(PATH, EVENT).statusCode()).isEqualTo(200);
        assertThat(server.events()).hasSize(1);
    }

    @Test
    void answersWithAPageOfHtml() {
        server.faults().next(Fault.htmlError(502));

        HttpResponse<String> answer = http.post(PATH, EVENT);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html");
        assertThat(answer.body()).startsWith("<html>").contains("<h1>502 Injected Fault</h1>");
        assertThat(server.events()).isEmpty();
    }

    @Test
    void answersWithAnErrorAndStatus200() {
        server.faults().next(Fault.errorWithStatus200(413));

        HttpResponse<String> answer = http.post(PATH, EVENT);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"error\":\"An injected fault\",\"code\":413}");
        assertThat(server.events()).isEmpty();
    }

    @Test
    void acceptsAtOnceAndAnswersLate() throws IOException {
        server.faults().next(Fault.delay(Duration.ofHours(1))).next(Fault.delay(Duration.ofMillis(300)));

        try (Socket unanswered = send(EVENT)) {
            await().until(() -> server.events().size() == 1);
            assertThat(unanswered.isConnected()).isTrue();
        }
        long start = System.nanoTime();
        try (Socket socket = send(EVENT)) {
            socket.setSoTimeout(10_000);
            assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void resetsAConnectionBeforeTheBodyIsRead() throws IOException {
        server.faults().next(Fault.resetBeforeReading());

        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("POST " + PATH + "?auth=x HTTP/1.1\r\nContent-Length: 10\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertReset(socket);
        }
        assertThat(server.requests())
                .containsExactly(new RecordedRequest("POST", PATH, "", 0, Fault.resetBeforeReading()));
        assertThat(http.post(PATH, EVENT).statusCode()).isEqualTo(200);
    }

    @Test
    void resetsAConnectionOnceTheRequestIsRead() throws IOException {
        server.faults().next(Fault.resetAfterReading());

        try (Socket socket = send(EVENT)) {
            assertReset(socket);
        }
        assertThat(server.events()).isEmpty();
        assertThat(server.requests())
                .containsExactly(new RecordedRequest("POST", PATH, EVENT, 0, Fault.resetAfterReading()));
    }

    @Test
    void acceptsARequestAndResetsItsConnection() throws IOException {
        server.faults().next(Fault.acceptButReset());

        try (Socket socket = send(EVENT)) {
            assertReset(socket);
        }
        assertThat(server.events()).hasSize(1);
        assertThat(server.requests())
                .containsExactly(new RecordedRequest("POST", PATH, EVENT, 0, Fault.acceptButReset()));
    }

    @Test
    void acceptsARequestAndAnswersByHalf() throws IOException {
        server.faults().next(Fault.halfAnswer());

        try (Socket socket = send(EVENT)) {
            assertThat(readAll(socket))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("content-length: 2\r\n")
                    .endsWith("\r\n\r\n{");
        }
        assertThat(server.events()).hasSize(1);
        assertThat(server.requests()).extracting(RecordedRequest::status).containsExactly(0);
    }

    @Test
    void refusesWhatIsWrongEvenIfTheFaultWouldAccept() {
        server.faults().next(Fault.delay(Duration.ZERO)).next(Fault.closeAfterAnswer());

        assertThat(http.post(PATH, "{}").statusCode()).isEqualTo(400);
        assertThat(http.exchange("POST", PATH, EVENT).statusCode()).isEqualTo(401);
        assertThat(server.events()).isEmpty();
    }

    @Test
    void swallowsARequest() throws IOException {
        server.faults().next(Fault.blackHole());

        try (Socket socket = send(EVENT)) {
            await().until(() -> !server.requests().isEmpty());
            // Asked of the server's thread: what it had to say to the request has been said then.
            assertThat(server.subscribers("orders")).isZero();
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(server.events()).isEmpty();
        assertThat(server.requests()).containsExactly(new RecordedRequest("POST", PATH, EVENT, 0, Fault.blackHole()));
    }

    @Test
    void saysThatItClosesAConnectionAndDoes() throws IOException {
        server.faults().next(Fault.closeAfterAnswer());

        try (Socket socket = send(EVENT)) {
            assertThat(readAll(socket))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("connection: close\r\n")
                    .endsWith("\r\n\r\n{}");
        }
        assertThat(server.events()).hasSize(1);
    }

    @Test
    void closesAConnectionWithoutSayingSo() throws IOException {
        server.faults().next(Fault.closeUnannounced());

        try (Socket socket = send(EVENT)) {
            assertThat(readAll(socket)).doesNotContain("connection:").endsWith("\r\n\r\n{}");
        }
        assertThat(server.events()).hasSize(1);
    }

    @Test
    void leavesSubscribersAlone() {
        server.faults().always(Fault.resetBeforeReading());

        try (Connected subscriber = RawClient.connect(server).subscribe("orders")) {
            server.faults().none().next(Fault.acceptButReset());
            assertThatThrownBy(() -> http.post(PATH, EVENT)).hasMessageContaining("No answer");
            subscriber.client().next("placed");
        }
    }

    /** Sends a signed request by hand, since clients send some of what fails a second time. */
    private Socket send(String body) throws IOException {
        Socket socket = connect();
        socket.getOutputStream()
                .write(("POST " + PATH + "?" + http.signedQuery("POST", PATH, Map.of(), body)
                                + " HTTP/1.1\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(server.host(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void assertReset(Socket socket) {
        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }
}
