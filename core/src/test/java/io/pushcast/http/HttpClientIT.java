package io.pushcast.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How requests share connections, and what becomes of both in the end. */
class HttpClientIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

    @Test
    void writesRequestsToTheByte() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.write(OK));
                HttpClient client = client(server, settings -> settings.header("User-Agent", "test/1"))) {
            Result.of(client, Result.get("/a?b=c"));
            Result.of(client, Result.post("/d", "h\u00e9llo"));

            assertThat(server.requests().get(0).head())
                    .isEqualTo("GET /a?b=c HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nAccept: */*\r\nUser-Agent: test/1\r\n\r\n");
            assertThat(server.requests().get(1).head())
                    .isEqualTo("POST /d HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nAccept: */*\r\nUser-Agent: test/1\r\nContent-Length: 6\r\n\r\n");
            assertThat(server.requests().get(1).text()).isEqualTo("h\u00e9llo");
        }
    }

    @Test
    void refusesWhatWouldSmuggleInAnotherRequest() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.write(OK));
                HttpClient client = client(server, settings -> settings.maxConnections(1))) {
            for (String target : List.of("", "no-slash", "/a b", "/a\r\nX: y", "/\u00e4", "/a\u0000")) {
                Result result = Result.of(client, target);
                assertThat(result.progress()).isEqualTo(RequestProgress.CONNECTING);
                assertThat(result.cause()).isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(Result.of(client, "/good").status()).isEqualTo(200);
            assertThat(server.requests()).hasSize(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void servesRequestsInOrderOnAsManyConnectionsAsAllowed() throws Exception {
        CountDownLatch allThere = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    allThere.await();
                    connection.write(OK);
                });
                HttpClient client = client(server, settings -> settings.maxConnections(1))) {
            List<CompletableFuture<Result>> results = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                results.add(Result.send(client, "/" + i));
            }
            allThere.countDown();

            for (CompletableFuture<Result> result : results) {
                assertThat(result.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
            assertThat(server.connections()).isEqualTo(1);
            List<String> targets = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                targets.add("/" + i);
            }
            assertThat(server.requests())
                    .extracting(ScriptedServer.Request::target)
                    .isEqualTo(targets);
        }
    }

    @Test
    void neverMixesUpAnswersUnderLoad() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    String body = request.target();
                    String answer = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
                    connection.write(body.endsWith("3") ? answer + OK : answer);
                    if (body.endsWith("7")) {
                        connection.socket().close();
                    }
                });
                HttpClient client = client(server, settings -> settings.maxConnections(4))) {
            List<CompletableFuture<Result>> results = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                results.add(Result.send(client, "/" + i));
            }
            int answered = 0;
            for (int i = 0; i < results.size(); i++) {
                Result result = results.get(i).get(30, TimeUnit.SECONDS);
                if (result.response() != null) {
                    assertThat(result.body()).isEqualTo("/" + i);
                    answered++;
                }
            }
            Map<String, Long> seen = server.requests().stream()
                    .collect(Collectors.groupingBy(ScriptedServer.Request::target, Collectors.counting()));
            assertThat(answered).isPositive();
            assertThat(seen.values()).containsOnly(1L);
            for (int i = 0; i < results.size(); i++) {
                Result result = results.get(i).join();
                if (result.progress() == RequestProgress.CONNECTING || result.progress() == RequestProgress.WAITING) {
                    assertThat(seen).doesNotContainKey("/" + i);
                }
            }
        }
    }

    @Test
    void knowsWhetherARequestLeftBeforeTheServerClosed() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> {
                    connection.write(OK);
                    connection.socket().close();
                });
                HttpClient client = client(server, settings -> settings.maxConnections(1))) {
            int answered = 0;
            for (int i = 0; i < 300; i++) {
                Result result = Result.of(client, "/" + i);
                if (result.response() == null) {
                    // The next one may leave just as the server's close is under way.
                    assertThat(result.progress()).isEqualTo(RequestProgress.SENT);
                } else {
                    answered++;
                }
            }
            assertThat(server.requests()).hasSize(answered);
        }
    }

    @Test
    void closesConnectionsThatAreIdleOrOld() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.write(OK))) {
            try (HttpClient client = client(server, settings -> settings.keepAlive(Duration.ofMillis(30)))) {
                Result.of(client, "/");
                server.awaitClosedByClient(1);
            }
            try (HttpClient client = client(server, settings -> settings.connectionTtl(Duration.ofMillis(30)))) {
                Result.of(client, "/");
                server.awaitClosedByClient(2);
            }
            try (HttpClient client = client(server, settings -> settings.keepAlive(Duration.ZERO))) {
                Result.of(client, "/");
                server.awaitClosedByClient(3);
                assertThat(server.requests().get(2).head()).contains("\r\nConnection: close\r\n");
            }
        }
    }

    @Test
    void holdsBackWhatGetsNoConnectionInTime() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.awaitClose());
                HttpClient client =
                        client(server, settings -> settings.maxConnections(1).requestTimeout(Duration.ofMillis(300)))) {
            CompletableFuture<Result> first = Result.send(client, "/1");
            CompletableFuture<Result> second = Result.send(client, "/2");

            assertThat(first.get(30, TimeUnit.SECONDS).progress()).isEqualTo(RequestProgress.SENT);
            Result held = second.get(30, TimeUnit.SECONDS);
            assertThat(held.progress()).isEqualTo(RequestProgress.WAITING);
            assertThat(held.cause()).hasMessage("None of the 1 connections became free within 300 ms");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void knowsThatNothingWasSentToAClosedPort() throws Exception {
        int port = freePort();
        try (HttpClient client = new HttpClient(HttpClientSettings.builder("localhost", port, false)
                .maxConnections(1)
                .build())) {
            List<CompletableFuture<Result>> results = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                results.add(Result.send(client, "/"));
            }
            for (CompletableFuture<Result> each : results) {
                Result result = each.get(30, TimeUnit.SECONDS);
                assertThat(result.progress()).isEqualTo(RequestProgress.CONNECTING);
                assertThat(result.cause()).hasMessageContaining("refused");
            }
        }
    }

    @Test
    void knowsThatNothingWasSentToAnUnknownHost() {
        for (String host : List.of("no-such-host.invalid", "no_such_host.invalid")) {
            try (HttpClient client =
                    new HttpClient(HttpClientSettings.builder(host, 80, false).build())) {
                Result result = Result.of(client, "/");

                assertThat(result.progress()).isEqualTo(RequestProgress.CONNECTING);
                assertThat(result.cause()).isInstanceOf(UnknownHostException.class);
            }
        }
    }

    @Test
    void triesAllAddressesOfAHost() throws Exception {
        // On most machines localhost is ::1 too, where this server does not listen.
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.write(OK));
                HttpClient client = new HttpClient(HttpClientSettings.builder("localhost", server.port(), false)
                        .build())) {
            assertThat(Result.of(client, "/").status()).isEqualTo(200);
        }
    }

    @Test
    void reachesAnAddressOfIpv6() throws Exception {
        for (String host : List.of("::1", "[::1]")) {
            int port = freePort();
            HttpClientSettings settings =
                    HttpClientSettings.builder(host, port, false).build();
            assertThat(settings).hasToString("HttpClientSettings[http://[::1]:" + port + "]");
            assertThat(Origin.authority(settings)).isEqualTo("[::1]:" + port);
            assertThat(InetAddress.getByAddress(Origin.literalAddress(settings.host)))
                    .isInstanceOf(Inet6Address.class);
        }
    }

    @Test
    void tellsOnItsOwnDaemonThreadsWhichInheritNothing() throws Exception {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        AtomicInteger seen = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.write(OK));
                HttpClient client = client(server, settings -> settings);
                URLClassLoader applications = new URLClassLoader(new URL[0])) {
            CompletableFuture<Thread> told = new CompletableFuture<>();
            Thread sender = new Thread(() -> {
                inherited.set("something of the application");
                client.send(Result.get("/"), new ResponseListener() {
                    @Override
                    public void onResponse(HttpResponse response) {
                        seen.set(inherited.get() == null ? 1 : 2);
                        told.complete(Thread.currentThread());
                    }

                    @Override
                    public void onFailure(RequestProgress progress, Throwable cause) {
                        told.completeExceptionally(cause);
                    }
                });
            });
            sender.setContextClassLoader(applications);
            sender.start();

            Thread thread = told.get(30, TimeUnit.SECONDS);
            assertThat(thread.getName()).startsWith("pushcast-http-");
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getContextClassLoader()).isSameAs(HttpClient.class.getClassLoader());
            assertThat(seen).hasValue(1);
        }
    }

    @Test
    void endsEverythingWhenItIsClosed() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.awaitClose())) {
            HttpClient client = client(server, settings -> settings.maxConnections(1));
            CompletableFuture<Result> underWay = Result.send(client, "/1");
            CompletableFuture<Result> waiting = Result.send(client, "/2");
            await().until(() -> server.requests().size() == 1);
            List<Thread> threads = threads();
            assertThat(threads).isNotEmpty();

            client.close();
            List<Thread> left = threads.stream().filter(Thread::isAlive).toList();
            client.close();

            assertThat(left).isEmpty();
            assertThat(underWay.get(1, TimeUnit.SECONDS).progress()).isEqualTo(RequestProgress.SENT);
            assertThat(waiting.get(1, TimeUnit.SECONDS).progress()).isEqualTo(RequestProgress.WAITING);
            Result later = Result.of(client, "/3");
            assertThat(later.progress()).isEqualTo(RequestProgress.WAITING);
            assertThat(later.cause()).hasMessage("The HTTP client is closed");
            server.awaitClosedByClient(1);
        }
    }

    @Test
    void leavesNoThreadOfNettysEither() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.write(OK))) {
            for (int i = 0; i < 3; i++) {
                HttpClient client = new HttpClient(HttpClientSettings.builder("localhost", server.port(), false)
                        .build());
                Result.of(client, "/");
                client.close();

                assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("globalEventExecutor")
                                || name.startsWith("threadDeathWatcher")
                                || name.startsWith("ObjectCleaner"));
            }
        }
    }

    @Test
    void mayBeClosedByItsOwnThread() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.write(OK))) {
            HttpClient client = client(server, settings -> settings);
            CompletableFuture<Thread> closedBy = new CompletableFuture<>();
            client.send(Result.get("/"), new ResponseListener() {
                @Override
                public void onResponse(HttpResponse response) {
                    client.close();
                    closedBy.complete(Thread.currentThread());
                }

                @Override
                public void onFailure(RequestProgress progress, Throwable cause) {
                    closedBy.completeExceptionally(cause);
                }
            });

            Thread thread = closedBy.get(3, TimeUnit.SECONDS);
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void survivesAListenerThatThrows() throws Exception {
        try (ScriptedServer server = new ScriptedServer((request, connection) -> connection.write(OK));
                HttpClient client = client(server, settings -> settings.maxConnections(1))) {
            client.send(Result.get("/"), new ResponseListener() {
                @Override
                public void onResponse(HttpResponse response) {
                    throw new IllegalStateException("on purpose");
                }

                @Override
                public void onFailure(RequestProgress progress, Throwable cause) {
                    throw new AssertionError(cause);
                }
            });

            assertThat(Result.of(client, "/").status()).isEqualTo(200);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void givesUpAServerThatAcceptsNothing() throws Exception {
        // An address for documentation, where nobody answers or the network refuses at once.
        try (HttpClient client = new HttpClient(HttpClientSettings.builder("192.0.2.1", 80, false)
                .requestTimeout(Duration.ofMillis(200))
                .build())) {
            Result result = Result.of(client, "/");

            assertThat(result.progress()).isEqualTo(RequestProgress.CONNECTING);
            assertThat(result.cause()).isInstanceOfAny(TimeoutException.class, IOException.class);
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pushcast-http-"))
                .toList();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static HttpClient client(ScriptedServer server, UnaryOperator<HttpClientSettings.Builder> settings) {
        return new HttpClient(settings.apply(HttpClientSettings.builder("127.0.0.1", server.port(), false))
                .build());
    }
}
