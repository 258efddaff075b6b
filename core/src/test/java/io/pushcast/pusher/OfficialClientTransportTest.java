package io.pushcast.pusher;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonParser;
import com.pusher.rest.Pusher;
import com.pusher.rest.PusherAsync;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.Result;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Rejected;
import io.pushcast.transport.Outcome.Retryable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OfficialClientTransportTest {

    private final StubbedAsync client = new StubbedAsync();
    private final OfficialClientTransport transport = OfficialClientTransport.on(client);

    @AfterEach
    void close() {
        transport.close();
        client.close();
    }

    @Test
    void triggersOneMessageWithAllItsChannels() {
        outcome(transport.send(List.of(ChannelMessage.builder("1", channels("a", "b"), "placed", "{\"n\":1.0}")
                .excluding(SocketId.of("1.2"))
                .build())));

        assertThat(client.calls).containsExactly("[a, b] placed {\"n\":1.0} 1.2");
    }

    @Test
    void triggersSeveralMessagesAsOneBatch() {
        outcome(transport.send(List.of(message("1", "a"), message("2", "b"))));

        assertThat(client.calls).containsExactly("[a placed {} null, b placed {} null]");
    }

    @Test
    void handsPayloadsOverInTheFormThatTheClientsMarshallerWrites() {
        outcome(transport.payloadsAs(json -> "raw " + json).send(List.of(message("1", "a"))));

        assertThat(client.calls).containsExactly("[a] placed raw {} null");
    }

    @Test
    void postsWhatTriggerWouldRefuse() {
        outcome(transport.send(List.of(ChannelMessage.builder("1", List.of(ChannelName.ofUser("7")), "placed", "{}")
                .build())));

        assertThat(client.calls)
                .containsExactly("/events {\"name\":\"placed\",\"channels\":[\"#server-to-user-7\"],\"data\":\"{}\"}");
    }

    @Test
    void saysThatItDoesNotKnowWhereTheClientAnswersNothing() {
        client.answer = () -> null;
        assertThat(outcome(transport.send(List.of(message("1", "a")))))
                .isInstanceOfSatisfying(Retryable.class, outcome -> {
                    assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
                    assertThat(outcome.cause()).hasMessageContaining("mock");
                });
    }

    @Test
    void rejectsWhatTheClientRefusesToSend() {
        client.answer = () -> {
            throw new IllegalArgumentException("channel is not valid");
        };

        assertThat(outcome(transport.send(List.of(message("1", "a")))))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.body())
                                .isEqualTo("The official client refused it before sending: channel is not valid"));
    }

    @Test
    void readsWhatTheClientMisreads() {
        assertThat(outcomeOf(Result.fromHttpCode(413, "too large"))).isInstanceOf(Rejected.class);
        assertThat(outcomeOf(Result.fromHttpCode(429, "slow down")))
                .isInstanceOfSatisfying(
                        Retryable.class, outcome -> assertThat(outcome.kind()).isEqualTo(Kind.THROTTLED));
        assertThat(outcomeOf(Result.fromThrowable(new IllegalStateException("?auth_signature=abc"))))
                .isInstanceOfSatisfying(Retryable.class, outcome -> {
                    assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN);
                    assertThat(outcome.cause().getMessage()).doesNotContain("abc");
                });
    }

    @Test
    void refusesARequestThatIsNone() {
        assertThatThrownBy(() -> transport.send(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> transport.send(List.of(
                        message("1", "a"),
                        ChannelMessage.builder("2", channels("a", "b"), "placed", "{}")
                                .build())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 channels");
    }

    @Test
    void usesABlockingClientOnAsManyThreadsAsItWasGiven() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        AtomicInteger underWay = new AtomicInteger();
        Pusher blocking = new StubbedBlocking(() -> {
            underWay.incrementAndGet();
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Result.fromHttpCode(200, "{}");
        });
        OfficialClientTransport onThreads = OfficialClientTransport.on(blocking, 2);
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            outcomes.add(onThreads.send(List.of(message("" + i, "a"))).toCompletableFuture());
        }
        await().until(() -> underWay.get() == 2);
        assertThat(threads()).hasSize(2).allMatch(Thread::isDaemon);

        onThreads.close();
        answered.countDown();

        assertThat(outcomes.get(0).get(10, SECONDS)).isInstanceOf(Outcome.Accepted.class);
        assertThat(outcomes.get(1).get(10, SECONDS)).isInstanceOf(Outcome.Accepted.class);
        assertThat(outcomes.get(2).get(10, SECONDS))
                .isInstanceOfSatisfying(
                        Retryable.class, outcome -> assertThat(outcome.kind()).isEqualTo(Kind.HELD));
        assertThat(underWay).hasValue(2);
        await().until(() -> threads().isEmpty());
    }

    @Test
    void refusesToHaveNoThread() {
        assertThatThrownBy(() -> OfficialClientTransport.on(new StubbedBlocking(() -> null), 0))
                .hasMessage("threads must be at least 1, not 0");
    }

    private Outcome outcomeOf(Result result) {
        client.answer = () -> CompletableFuture.completedFuture(result);
        return outcome(transport.send(List.of(message("1", "a"))));
    }

    private static Outcome outcome(CompletionStage<Outcome> stage) {
        return stage.toCompletableFuture().orTimeout(10, SECONDS).join();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pushcast-official-client"))
                .toList();
    }

    private static ChannelMessage message(String id, String channel) {
        return ChannelMessage.builder(id, channels(channel), "placed", "{}").build();
    }

    private static List<ChannelName> channels(String... names) {
        return List.of(names).stream().map(ChannelName::of).toList();
    }

    /** As an application's mock is: it says which calls came. */
    private static final class StubbedAsync extends PusherAsync {

        private final List<String> calls = new ArrayList<>();
        private Supplier<@Nullable CompletableFuture<Result>> answer =
                () -> CompletableFuture.completedFuture(Result.fromHttpCode(200, "{}"));

        StubbedAsync() {
            super("3", "key", "secret");
        }

        @Override
        public CompletableFuture<Result> trigger(List<String> channels, String event, Object data, String socketId) {
            calls.add(channels + " " + event + " " + data + " " + socketId);
            return answer.get();
        }

        @Override
        public CompletableFuture<Result> trigger(List<Event> batch) {
            calls.add(batch.stream()
                    .map(e -> e.getChannel() + " " + e.getName() + " "
                            + JsonParser.parseString(e.getData().toString()) + " " + e.getSocketId())
                    .toList()
                    .toString());
            return answer.get();
        }

        @Override
        public CompletableFuture<Result> post(String path, String body) {
            calls.add(path + " " + body);
            return answer.get();
        }

        @Override
        public void close() {
            try {
                super.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class StubbedBlocking extends Pusher {

        private final Supplier<Result> answer;

        StubbedBlocking(Supplier<Result> answer) {
            super("3", "key", "secret");
            this.answer = answer;
        }

        @Override
        public Result trigger(List<String> channels, String event, Object data, String socketId) {
            return answer.get();
        }

        @Override
        public void close() {
            try {
                super.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
