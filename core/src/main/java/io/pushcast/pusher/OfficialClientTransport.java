package io.pushcast.pusher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonParser;
import com.pusher.rest.Pusher;
import com.pusher.rest.PusherAbstract;
import com.pusher.rest.PusherAsync;
import com.pusher.rest.PusherException;
import com.pusher.rest.data.Event;
import com.pusher.rest.data.Result;
import io.pushcast.http.ByteWriter;
import io.pushcast.http.HttpResponse;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages through the official client that an application already has and has configured, so that order, batching,
 * retry, circuit breaker and outbox come around the application's own client.
 *
 * <pre>{@code
 * Pushcast.builder().transport(OfficialClientTransport.on(pusherAsync)).build();
 * }</pre>
 *
 * <p>One message is a call of {@code trigger(channels, event, data, socketId)}, several are one of
 * {@code trigger(List<Event>)}. The payload is handed over as a Gson {@code JsonElement}, which the client writes as it is
 * unless it was given a {@code DataMarshaller} of another JSON library: then say with {@link #payloadsAs} what that one
 * writes as it is. Three kinds of requests can't be made with {@code trigger} and go out by the client's {@code post} with a
 * body of Pushcast's: messages to a user ({@code #server-to-user-…}, which {@code trigger} refuses), messages that
 * {@linkplain ChannelMessage#info ask about their channels}, and messages encrypted by
 * {@link io.pushcast.PushcastBuilder#encryption}, which the client would encrypt once more. A client that has a master key
 * of its own is not needed for encrypted channels, and is not used for them.
 *
 * <p><b>What differs from {@link PusherTransport}</b>, which is the default for these reasons:
 *
 * <ul>
 *   <li>The client's {@code Result} has no headers. So a server's {@code Retry-After} is not seen, Pushcast's own backoff
 *       counts, and a wrong clock is not corrected.
 *   <li>{@code PusherAsync} sends a request up to five times by itself when a connection is lost, each time with the first
 *       signature: more duplicates than one for each attempt. {@code
 *       client.configureHttpClient(new DefaultAsyncHttpClientConfig.Builder().setMaxRequestRetry(0))} ends that. Its request
 *       timeout is 60 s and its number of connections has no limit, unless the same call sets others.
 *   <li>{@code Pusher} has two connections to a server, and blocks. Here it works on threads of this transport; give it as
 *       many connections: {@code client.configureHttpClient(Pusher.defaultHttpClientBuilder().setMaxConnPerRoute(8))}.
 *   <li>Whether a request that failed was sent is not known: such a failure is an {@link Outcome.Kind#UNKNOWN}.
 *   <li>The client speaks plain HTTP unless {@code setEncrypted(true)} was called.
 * </ul>
 *
 * <p>Safe for use by several threads, as the clients are. Outcomes arrive on the client's threads, or on those of this
 * transport for {@code Pusher}. Closing the transport ends its own threads and leaves the client open: it is the
 * application's.
 */
public final class OfficialClientTransport implements Transport {

    /** How many threads {@link #on(Pusher)} uses. */
    public static final int DEFAULT_THREADS = 8;

    private static final Duration IDLE_THREAD = Duration.ofSeconds(30);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    /** So long a closed transport says to pause: it never opens again. */
    private static final Duration CLOSED_PAUSE = Duration.ofDays(1);

    private final PusherAbstract<?> client;
    private final @Nullable BlockingCalls threads;
    private final Function<String, ?> payloads;
    private volatile boolean closed;

    private OfficialClientTransport(
            PusherAbstract<?> client, @Nullable BlockingCalls threads, Function<String, ?> payloads) {
        this.client = client;
        this.threads = threads;
        this.payloads = payloads;
    }

    /**
     * Sends through an asynchronous client, as many requests at a time as the publisher's
     * {@code DeliverySettings.maxInFlight} allows.
     *
     * @param client configured and open; stays the application's
     */
    public static OfficialClientTransport on(PusherAsync client) {
        return new OfficialClientTransport(Objects.requireNonNull(client, "client"), null, JsonParser::parseString);
    }

    /** As {@link #on(Pusher, int)}, with {@value #DEFAULT_THREADS} threads. */
    public static OfficialClientTransport on(Pusher client) {
        return on(client, DEFAULT_THREADS);
    }

    /**
     * Sends through a blocking client, on daemon threads of this transport ({@code pushcast-official-client-…}), which end
     * after 30 s without a request.
     *
     * @param client configured and open; stays the application's
     * @param threads how many requests are under way at a time; at least 1
     * @throws IllegalArgumentException if {@code threads} is less than 1
     */
    public static OfficialClientTransport on(Pusher client, int threads) {
        Objects.requireNonNull(client, "client");
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        return new OfficialClientTransport(client, new BlockingCalls(threads), JsonParser::parseString);
    }

    /**
     * A transport on the same client and threads, for a client whose {@code DataMarshaller} or Gson was replaced: says in
     * which form the client is given a payload, so that it writes exactly that JSON. Default: a Gson {@code JsonElement}. For
     * a marshaller on Jackson for instance {@code json -> new RawValue(json)}.
     *
     * @param form makes of the payload's JSON what the client gets as {@code data}; must not return null
     */
    public OfficialClientTransport payloadsAs(Function<String, ?> form) {
        return new OfficialClientTransport(client, threads, Objects.requireNonNull(form, "form"));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if there is no message, or there are several and one of them has several channels
     */
    @Override
    public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("There is no message to send; a request takes at least one");
        }
        if (messages.size() > 1) {
            RequestBody.requireOneChannelEach(messages);
        }
        if (closed) {
            return CompletableFuture.completedFuture(held());
        }
        return call(messages).handle((result, failure) -> outcome(result, failure, messages));
    }

    private CompletionStage<Result> call(List<ChannelMessage> messages) {
        try {
            if (client instanceof PusherAsync async) {
                CompletableFuture<Result> result = request(async, messages);
                return result == null ? CompletableFuture.completedFuture(null) : result;
            }
            Executor executor = Objects.requireNonNull(threads, "threads").executor;
            return CompletableFuture.supplyAsync(() -> blocking((Pusher) client, messages), executor);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Result blocking(Pusher pusher, List<ChannelMessage> messages) {
        if (closed) {
            throw new RejectedExecutionException();
        }
        return request(pusher, messages);
    }

    private <T> T request(PusherAbstract<T> official, List<ChannelMessage> messages) {
        if (messages.stream().anyMatch(OfficialClientTransport::needsOwnBody)) {
            ByteWriter body = new ByteWriter();
            if (messages.size() == 1) {
                RequestBody.writeEvent(messages.get(0), body);
                return official.post("/events", text(body));
            }
            RequestBody.writeBatch(messages, body, false);
            return official.post("/batch_events", text(body));
        }
        if (messages.size() > 1) {
            return official.trigger(messages.stream().map(this::event).toList());
        }
        ChannelMessage message = messages.get(0);
        List<String> channels =
                message.channels().stream().map(ChannelName::value).toList();
        return official.trigger(channels, message.event(), payloads.apply(message.data()), socketId(message));
    }

    private Event event(ChannelMessage message) {
        String channel = message.channels().get(0).value();
        return new Event(channel, message.event(), payloads.apply(message.data()), socketId(message));
    }

    private static @Nullable String socketId(ChannelMessage message) {
        return message.excludedSocket().map(SocketId::value).orElse(null);
    }

    /** Whether {@code trigger} would refuse the message, encrypt it once more, or not ask what it asks. */
    private static boolean needsOwnBody(ChannelMessage message) {
        return !message.info().isEmpty()
                || message.channels().stream()
                        .anyMatch(channel ->
                                channel.type().isEncrypted() || channel.value().startsWith("#"));
    }

    private static String text(ByteWriter body) {
        return new String(body.array(), 0, body.length(), UTF_8);
    }

    private static Outcome outcome(
            @Nullable Result result, @Nullable Throwable failure, List<ChannelMessage> messages) {
        if (failure != null) {
            return failed(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
        if (result == null) {
            return Outcome.unknown(new IllegalStateException(
                    "The official client returned null instead of a result; a mock of it has to answer trigger(…)"));
        }
        String body = SignatureRedaction.text(Objects.requireNonNullElse(result.getMessage(), ""));
        Integer status = result.getHttpStatus();
        if (status == null) {
            return Outcome.unknown(new IOException("The official client says " + result.getStatus() + ": " + body));
        }
        HttpResponse response = HttpResponse.of(status, Map.of(), body);
        Outcome outcome = classifier().classify(response, messages.size(), Instant.now());
        return outcome instanceof Outcome.Accepted ? AcceptedInfo.read(body, messages) : outcome;
    }

    /** The client tells neither where it sends nor its secret. */
    private static ResponseClassifier classifier() {
        return new ResponseClassifier(new AddressDiagnosis("the official client's address", true, ""), false);
    }

    private static Outcome failed(Throwable failure) {
        if (failure instanceof RejectedExecutionException) {
            return held();
        }
        if (failure instanceof IllegalArgumentException || failure instanceof PusherException) {
            return new Outcome.Rejected(0, "The official client refused it before sending: " + failure.getMessage());
        }
        return Outcome.unknown(failure);
    }

    private static Outcome held() {
        return new Outcome.Retryable(
                Outcome.Kind.HELD, 0, null, null, new IllegalStateException("The transport is closed"));
    }

    @Override
    public Duration pause() {
        return closed ? CLOSED_PAUSE : Duration.ZERO;
    }

    /**
     * Sends nothing any more. Requests that wait for a thread, or come later, complete as {@link Outcome.Kind#HELD}; those
     * under way complete as the client says. The client stays open. Returns when the transport's own threads have ended, after
     * 5 s at the latest; called on one of them, it does not wait. Closing again does nothing.
     */
    @Override
    public void close() {
        closed = true;
        if (threads != null) {
            threads.close();
        }
    }

    @Override
    public String toString() {
        return "OfficialClientTransport[" + (threads == null ? "PusherAsync" : "Pusher") + "]";
    }

    /** The threads on which a blocking client is called. They inherit nothing from the one that happens to send first. */
    private static final class BlockingCalls {

        final ThreadPoolExecutor executor;
        private final AtomicInteger number = new AtomicInteger();
        private final Set<Thread> made = ConcurrentHashMap.newKeySet();

        BlockingCalls(int threads) {
            this.executor = new ThreadPoolExecutor(
                    threads,
                    threads,
                    IDLE_THREAD.toSeconds(),
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    this::thread);
            executor.allowCoreThreadTimeOut(true);
        }

        private Thread thread(Runnable task) {
            made.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
            Thread thread = new Thread(null, task, "pushcast-official-client-" + number.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            made.add(thread);
            return thread;
        }

        void close() {
            executor.shutdown();
            if (made.contains(Thread.currentThread())) {
                return;
            }
            long start = System.nanoTime();
            try {
                for (Thread thread : made) {
                    TimeUnit.NANOSECONDS.timedJoin(thread, LONGEST_CLOSE.toNanos() - (System.nanoTime() - start));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
