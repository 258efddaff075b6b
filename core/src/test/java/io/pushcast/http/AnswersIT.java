package io.pushcast.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What servers answer, allowed or not, over real sockets: what the sender is told, and that the next request gets its own
 * answer in any case.
 */
class AnswersIT {

    private static final String NEXT = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext";

    static IntStream statuses() {
        return IntStream.of(
                200, 201, 202, 203, 205, 206, 299, 300, 301, 302, 303, 305, 307, 308, 400, 401, 402, 403, 404, 405, 406,
                407, 408, 409, 410, 411, 413, 414, 415, 418, 419, 421, 422, 425, 426, 429, 431, 451, 500, 501, 502, 503,
                504, 511, 599, 799, 999);
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void areToldWithEveryStatusWithABody(int status) throws Exception {
        Result result = answeredOnTheSameConnection(head(status) + "X-Y: z\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.body()).isEqualTo("hello");
        assertThat(result.response().header("x-y")).isEqualTo("z");
        assertThat(result.response().header("x-z")).isNull();
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void areToldWithEveryStatusWithoutABody(int status) throws Exception {
        Result result = answeredOnTheSameConnection(head(status) + "Content-Length: 0\r\n\r\n");

        assertThat(result.status()).isEqualTo(status);
        assertThat(result.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void haveNoBodyByTheirStatus(int status) throws Exception {
        assertThat(answeredOnTheSameConnection(head(status) + "Content-Length: 7\r\n\r\n")
                        .status())
                .isEqualTo(status);
        assertThat(answeredOnTheSameConnection(head(status) + "\r\n").status()).isEqualTo(status);
        assertThat(answeredAndClosed(head(status) + "Content-Length: 7\r\n\r\nsurplus")
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
                "HTTP/1.1 199 What\r\n\r\n",
                "HTTP/1.1 103 A\r\n\r\nHTTP/1.1 103 B\r\n\r\n",
                "HTTP/1.1 100 A\r\nContent-Length: 9\r\n\r\nHTTP/1.1 102 B\r\n\r\nHTTP/1.1 103 C\r\n\r\n"
            })
    void areAwaitedBeyondInterimOnes(String interim) throws Exception {
        Result result = answeredOnTheSameConnection(interim + head(413) + "Content-Length: 3\r\n\r\nbig");

        assertThat(result.status()).isEqualTo(413);
        assertThat(result.body()).isEqualTo("big");
    }

    @Test
    void mayNotSwitchTheProtocolUnasked() throws Exception {
        assertUnknown(answeredAndClosed("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n"))
                .hasMessageContaining("101");
        assertUnknown(answeredAndClosed("HTTP/1.1 101 Switching\r\n\r\n" + NEXT))
                .hasMessageContaining("101");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 103 Late Hints\r\n\r\n",
                "HTTP/1.1 408 Too late\r\nConnection: close\r\n\r\n",
                "garbage",
                "H",
                "\r\n"
            })
    void areNotMixedUpWithWhatFollowsThem(String surplus) throws Exception {
        Result result = answeredAndClosed("HTTP/1.1 202 OK\r\nContent-Length: 2\r\n\r\n{}" + surplus);

        assertThat(result.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "HTTP/1.1 103 Late Hints\r\n\r\n", "H", "\r\n"
            })
    void areNotTakenFromAConnectionThatHadNoRequest(String unasked) throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    if (request.target().equals("/first")) {
                        connection.write("HTTP/1.1 201 OK\r\nContent-Length: 2\r\n\r\n{}");
                    } else if (request.target().equals("/second")) {
                        // By now the first connection is idle.
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond");
                    }
                });
                HttpClient client = client(server, settings -> settings.maxConnections(1))) {
            assertThat(Result.of(client, "/first").status()).isEqualTo(201);

            server.writeToAll(unasked);

            server.awaitClosedByClient(1);
            assertThat(Result.of(client, "/second").body()).isEqualTo("second");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void mayComeByteByByte() throws Exception {
        String answer = "HTTP/1.1 103 Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                + "X-Y: z\r\n\r\n5;ext=1\r\nhello\r\n1\r\n!\r\n0\r\nX-Trailer: t\r\n\r\n";
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    for (char c : (request.target().equals("/next") ? NEXT : answer).toCharArray()) {
                        connection.write(String.valueOf(c));
                    }
                });
                HttpClient client = client(server, settings -> settings)) {
            Result result = Result.of(client, "/");

            assertThat(result.status()).isEqualTo(200);
            assertThat(result.body()).isEqualTo("hello!");
            assertThat(Result.of(client, "/next").body()).isEqualTo("next");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    static Stream<String> malformed() {
        return Stream.of(
                "",
                "\r\n\r\n",
                "garbage\r\n\r\n",
                "{}\r\n",
                "HTTP/1.1\r\n\r\n",
                "HTTP/1.1 OK 200\r\n\r\n",
                "HTTP/1.1 -200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/0.9 200 OK\r\nContent-Length: 0\r\n\r\n",
                "ICY/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2p1\r\n",
                head(200) + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                head(200) + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                head(200) + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                head(200) + "Content-Length: 2, 3\r\n\r\n{}",
                head(200) + "Content-Length: -2\r\n\r\n{}",
                head(200) + "Content-Length: +2\r\n\r\n{}",
                head(200) + "Content-Length: 2x\r\n\r\n{}",
                head(200) + "Content-Length: 99999999999999999999\r\n\r\n{}",
                head(200) + "Transfer-Encoding: gzip\r\n\r\n{}",
                head(200) + "Transfer-Encoding: gzip, chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                head(200) + "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                head(200) + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                head(200) + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
                head(200) + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                head(200) + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}junk\r\n0\r\n\r\n",
                head(200) + "X: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
                head(200) + "X\u0000: a\r\nContent-Length: 2\r\n\r\n{}",
                head(200) + "nocolon\r\nContent-Length: 2\r\n\r\n{}",
                head(200) + ": no name\r\nContent-Length: 2\r\n\r\n{}",
                head(200) + "Content-Length: 4\r\nContent-Encoding: br\r\n\r\nabcd",
                head(200) + "Content-Length: 4\r\nContent-Encoding: gzip\r\n\r\nabcd");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void areNotBelievedIfTheyAreNoHttp(String bytes) throws Exception {
        assertUnknown(answeredAndClosed(bytes));
    }

    static IntStream positions() {
        return IntStream.rangeClosed(0, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".length());
    }

    @ParameterizedTest
    @MethodSource("positions")
    void mayBreakOffAnywhere(int position) throws Exception {
        for (int status : new int[] {200, 503}) {
            String answer = "HTTP/1.1 " + status + " OK\r\nContent-Length: 2\r\n\r\n{}";
            Result result = answeredAndClosed(answer.substring(0, position));

            boolean believed = position == answer.length() || (status == 503 && position >= answer.length() - 2);
            if (believed) {
                assertThat(result.status()).isEqualTo(status);
                assertThat("{}").startsWith(result.body());
            } else {
                assertUnknown(result).isInstanceOf(IOException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5, 8, 9})
    void mayBreakOffWithinChunks(int position) throws Exception {
        String chunks = "5\r\nhello\r\n";

        assertUnknown(
                answeredAndClosed(head(200) + "Transfer-Encoding: chunked\r\n\r\n" + chunks.substring(0, position)));
        assertThat(answeredAndClosed(head(500) + "Transfer-Encoding: chunked\r\n\r\n" + chunks.substring(0, position))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void mayEndWithTheConnection() throws Exception {
        assertThat(answeredAndClosed("HTTP/1.1 200 OK\r\n\r\n{\"a\":1}").body()).isEqualTo("{\"a\":1}");
        assertThat(answeredAndClosed("HTTP/1.0 500 Oops\r\n\r\nwords").body()).isEqualTo("words");
        assertThat(answeredAndClosed("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
                        .body())
                .isEmpty();
    }

    @Test
    void closeTheConnectionIfTheySaySo() throws Exception {
        assertThat(answeredAndClosed(head(200) + "Connection: close\r\nContent-Length: 2\r\n\r\n{}", false)
                        .body())
                .isEqualTo("{}");
        assertThat(answeredAndClosed(head(200) + "Connection: x, Close\r\nContent-Length: 2\r\n\r\n{}", false)
                        .body())
                .isEqualTo("{}");
        assertThat(answeredAndClosed("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", false)
                        .body())
                .isEqualTo("{}");
        assertThat(answeredOnTheSameConnection(
                                "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\n{}")
                        .body())
                .isEqualTo("{}");
    }

    @Test
    void mayRepeatTheSameLength() throws Exception {
        assertThat(answeredOnTheSameConnection(head(200) + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}")
                        .body())
                .isEqualTo("{}");
    }

    @Test
    void mayHaveHeadsOf64KiBAndMoreOnlyIfToldSo() throws Exception {
        String large = head(200) + "X: " + "x".repeat(60_000) + "\r\nContent-Length: 2\r\n\r\n{}";
        String tooLarge = head(200) + "X: " + "x".repeat(70_000) + "\r\nContent-Length: 2\r\n\r\n{}";

        assertThat(answeredOnTheSameConnection(large).response().header("X")).hasSize(60_000);
        assertUnknown(answeredAndClosed(tooLarge)).hasMessageContaining("65536");
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.write(tooLarge));
                HttpClient client = client(server, settings -> settings.maxHeaderBytes(80_000))) {
            assertThat(Result.of(client, "/").response().header("X")).hasSize(70_000);
        }
    }

    @Test
    void areReadToTheEndButNotKeptBeyondTheLimit() throws Exception {
        byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    if (request.target().equals("/next")) {
                        connection.write(NEXT);
                        return;
                    }
                    connection.write(head(200) + "Content-Length: " + 100L * block.length + "\r\n\r\n");
                    for (int i = 0; i < 100; i++) {
                        connection.write(block);
                    }
                });
                HttpClient client = client(server, settings -> settings)) {
            assertThat(Result.of(client, "/").body()).hasSize(HttpRequest.DEFAULT_MAX_RESPONSE_BODY);
            assertThat(Result.of(client, "/next").body()).isEqualTo("next");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void areUnzippedWithinTheLimit() throws Exception {
        byte[] small = gzip("{\"a\":\"ä\"}");
        byte[] bomb = gzip("x".repeat(5 << 20));
        byte[] notCut = gzip("{}");
        assertThat(gzipped(small, 200).body()).isEqualTo("{\"a\":\"ä\"}");
        assertThat(gzipped(bomb, 200).body()).hasSize(HttpRequest.DEFAULT_MAX_RESPONSE_BODY);
        assertUnknown(gzipped(Arrays.copyOf(notCut, notCut.length - 9), 200));
        assertThat(gzipped(Arrays.copyOf(notCut, 5), 503).status()).isEqualTo(503);
    }

    private static Result gzipped(byte[] body, int status) throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    connection.write(
                            head(status) + "Content-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n");
                    connection.write(body);
                });
                HttpClient client = client(server, settings -> settings)) {
            return Result.of(client, "/");
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void areNotAwaitedForEver() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    if (request.target().equals("/next")) {
                        connection.write(NEXT);
                    } else {
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{");
                        connection.awaitClose();
                    }
                });
                HttpClient client =
                        client(server, settings -> settings.maxConnections(1).requestTimeout(Duration.ofMillis(200)))) {
            assertUnknown(Result.of(client, "/"))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("200 ms");
            assertThat(Result.of(client, "/next").body()).isEqualTo("next");
        }
    }

    @Test
    void mayComeBeforeTheWholeRequestIfTheyRefuseIt() throws Exception {
        String large = "x".repeat(30 << 20);
        for (int status : new int[] {413, 200}) {
            CountDownLatch over = new CountDownLatch(1);
            try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                        if (request.target().equals("/next")) {
                            connection.write(NEXT);
                        } else {
                            connection.write(head(status) + "Content-Length: 3\r\n\r\nbig");
                            connection.end();
                            // Reads nothing of the body.
                            over.await();
                        }
                    });
                    HttpClient client = client(server, settings -> settings)) {
                Result result = Result.of(client, Result.post("/unread", large));

                if (status == 413) {
                    assertThat(result.status()).isEqualTo(413);
                    assertThat(result.body()).isEqualTo("big");
                } else {
                    assertUnknown(result).hasMessageContaining("before it had the whole request");
                }
                assertThat(Result.of(client, "/next").body()).isEqualTo("next");
                assertThat(server.connections()).isEqualTo(2);
            } finally {
                over.countDown();
            }
        }
    }

    private static String head(int status) {
        return "HTTP/1.1 " + status + " Some words\r\n";
    }

    private static AbstractThrowableAssert<?, ?> assertUnknown(Result result) {
        assertThat(result.response()).isNull();
        assertThat(result.progress()).isEqualTo(RequestProgress.SENT);
        return assertThat(result.cause());
    }

    private static Result answeredOnTheSameConnection(String answer) throws Exception {
        return answered(answer, false, 1);
    }

    private static Result answeredAndClosed(String answer) throws Exception {
        return answeredAndClosed(answer, true);
    }

    private static Result answeredAndClosed(String answer, boolean byServer) throws Exception {
        return answered(answer, byServer, 2);
    }

    private static Result answered(String answer, boolean close, int connections) throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    if (request.target().equals("/next")) {
                        connection.write(NEXT);
                        return;
                    }
                    connection.write(answer);
                    if (close) {
                        connection.end();
                    }
                });
                HttpClient client = client(server, settings -> settings.maxConnections(1))) {
            Result result = Result.of(client, "/");
            if (connections > 1) {
                server.awaitClosedByClient(1);
            }
            Result next = Result.of(client, "/next");
            assertThat(next.cause()).isNull();
            assertThat(next.status()).isEqualTo(200);
            assertThat(next.body()).isEqualTo("next");
            assertThat(server.connections()).isEqualTo(connections);
            return result;
        }
    }

    private static HttpClient client(ScriptedServer server, UnaryOperator<HttpClientSettings.Builder> settings) {
        return new HttpClient(settings.apply(HttpClientSettings.builder("127.0.0.1", server.port(), false))
                .build());
    }
}
