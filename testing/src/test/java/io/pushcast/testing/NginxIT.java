package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.pushcast.Pushcast;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryListener.SentRequest.Result;
import io.pushcast.pusher.PusherApp;
import io.pushcast.resilience.ResilienceSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real reverse proxy before the server does to requests and connections: nothing is lost, and nothing told twice. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class NginxIT {

    /** Few enough to be through the limit within two seconds also one by one, before one could be taken for poison. */
    private static final int MESSAGES = 30;

    /** One request in 50 ms, and so not two at the same time. */
    private static final String LIMIT = "limit_req_zone $binary_remote_addr zone=api:1m rate=20r/s;";

    private final Told told = new Told();

    @BeforeEach
    void nginxIsThere() {
        Nginx.assumeInstalled();
    }

    @Test
    void deliversAllInOrderThroughALimitThatAnswers429() {
        deliversAllInOrderThrough("limit_req zone=api; limit_req_status 429;");

        assertThat(told.results).containsKey(Result.THROTTLED).doesNotContainKey(Result.OUTAGE);
    }

    /** What nginx answers to too many requests unless it is told otherwise. */
    @Test
    void deliversAllInOrderThroughALimitThatAnswers503() {
        deliversAllInOrderThrough("limit_req zone=api;");

        assertThat(told.results).containsKey(Result.OUTAGE).doesNotContainKey(Result.THROTTLED);
    }

    private void deliversAllInOrderThrough(String limit) {
        try (EmbeddedPusher server = EmbeddedPusher.start();
                Nginx nginx = Nginx.start(server.port(), LIMIT, limit);
                Pushcast pushcast = pushcast(nginx.appOf(server))) {
            // A request that the limit refuses never gets to the server, so that none is there twice.
            NumberedMessages.over(40).publish(pushcast, MESSAGES).delivered(server);
        }
        told.assertEachOnce(MESSAGES);
    }

    @Test
    void keepsMessagesWhileTheProxyRedirects() {
        int port = Nginx.freePort();
        try (EmbeddedPusher server = EmbeddedPusher.start()) {
            Nginx redirecting =
                    Nginx.start(port, server.port(), "", "return 301 https://elsewhere.example$request_uri;");
            try (Pushcast pushcast = pushcast(redirecting.appOf(server))) {
                NumberedMessages messages = NumberedMessages.over(4).publish(pushcast, 20);
                told.await(Result.SUSPENDED, 2);
                redirecting.close();

                try (Nginx nginx = Nginx.start(port, server.port(), "", "")) {
                    assertThat(nginx.port()).isEqualTo(port);
                    messages.delivered(server);
                }
            } finally {
                redirecting.close();
            }
        }
        told.assertEachOnce(20);
    }

    @Test
    void keepsMessagesWhileThereIsNoServerBehindTheProxy() {
        int behind = Nginx.freePort();
        try (Nginx nginx = Nginx.start(behind, "", "");
                EmbeddedPusher credentials = EmbeddedPusher.start();
                Pushcast pushcast = pushcast(nginx.appOf(credentials))) {
            NumberedMessages messages = NumberedMessages.over(4).publish(pushcast, 20);
            told.await(Result.OUTAGE, 2);
            assertThat(told.statuses).containsOnlyKeys(502);

            try (EmbeddedPusher server = EmbeddedPusher.builder()
                    .appId(credentials.app().appId())
                    .key(credentials.app().key())
                    .secret(credentials.app().secret())
                    .port(behind)
                    .start()) {
                messages.delivered(server);
            }
        }
        told.assertEachOnce(20);
    }

    /** The proxy closes a connection after 20 ms without a request, and requests come at about that distance. */
    @Test
    void losesNothingWhenTheProxyClosesIdleConnections() throws InterruptedException {
        try (EmbeddedPusher server = EmbeddedPusher.start();
                Nginx nginx = Nginx.start(server.port(), "keepalive_timeout 20ms; keepalive_requests 7;", "");
                Pushcast pushcast = pushcast(nginx.appOf(server))) {
            NumberedMessages messages = NumberedMessages.over(3);
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            AtomicInteger published = new AtomicInteger();
            clock.scheduleAtFixedRate(
                    () -> {
                        if (published.incrementAndGet() <= 100) {
                            messages.publish(pushcast, 1);
                        } else {
                            clock.shutdown();
                        }
                    },
                    0,
                    21,
                    TimeUnit.MILLISECONDS);
            assertThat(clock.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            // A request that met the closing may have been read, and is sent again: then it arrives twice, in order.
            messages.deliveredInOrder(server);
        }
        told.assertEachOnce(100);
    }

    private Pushcast pushcast(PusherApp app) {
        return Pushcast.builder()
                .app(app)
                .listener(told)
                .json(String::valueOf)
                .resilience(ResilienceSettings.builder()
                        .initialBackoff(Duration.ofMillis(5))
                        .maxBackoff(Duration.ofMillis(50))
                        .suspension(Duration.ofMillis(200))
                        .circuitBreaker(CircuitBreakerConfig.custom()
                                .slidingWindowSize(10)
                                .minimumNumberOfCalls(5)
                                .waitDurationInOpenState(Duration.ofMillis(100))
                                .build())
                        .build())
                .delivery(DeliverySettings.builder()
                        .deliveryTimeout(Duration.ofMinutes(1))
                        .build())
                .build();
    }

    /** What the application is told. */
    private static final class Told implements DeliveryListener {

        private final Map<Result, AtomicInteger> results = new ConcurrentHashMap<>();
        private final Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
        private final Map<String, AtomicInteger> delivered = new ConcurrentHashMap<>();
        private final Map<String, DeliveryException> failed = new ConcurrentHashMap<>();

        @Override
        public void onRequest(SentRequest request) {
            count(results, request.result());
            request.httpStatus().ifPresent(status -> count(statuses, status));
        }

        @Override
        public void onDelivered(ChannelMessage message, Delivery delivery) {
            count(delivered, message.id());
        }

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            failed.put(message.id(), failure);
        }

        private static <K> void count(Map<K, AtomicInteger> counts, K what) {
            counts.computeIfAbsent(what, key -> new AtomicInteger()).incrementAndGet();
        }

        void await(Result result, int requests) {
            Awaitility.await()
                    .until(() ->
                            results.containsKey(result) && results.get(result).get() >= requests);
        }

        void assertEachOnce(int messages) {
            assertThat(failed).isEmpty();
            assertThat(delivered).hasSize(messages);
            assertThat(delivered.values()).allSatisfy(times -> assertThat(times).hasValue(1));
        }
    }
}
