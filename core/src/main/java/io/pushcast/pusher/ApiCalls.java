package io.pushcast.pusher;

import io.pushcast.transport.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the HTTP API other than publishing. A call that is refused for its timestamp is signed once more for the
 * server's time; a GET whose connection was lost is sent once more, since asking twice changes nothing. There are no other
 * retries.
 */
final class ApiCalls {

    /** Twice, in case that the first time that was told is wrong, and the second is the server's own. */
    static final int MAX_CORRECTIONS = 2;

    private final PusherApp app;
    private final LazyClient client;
    private final ServerClock clock;

    ApiCalls(PusherApp app, LazyClient client, ServerClock clock) {
        this.app = app;
        this.client = client;
        this.clock = clock;
    }

    CompletableFuture<ApiResponse> get(String path, Map<String, String> parameters) {
        return call(() -> client.ask(ready -> ready.get(path, parameters)), true, MAX_CORRECTIONS);
    }

    CompletableFuture<ApiResponse> post(String path, String body) {
        return call(() -> client.ask(ready -> ready.post(path, body)), false, MAX_CORRECTIONS);
    }

    private CompletableFuture<ApiResponse> call(
            Supplier<CompletableFuture<ServerResponse>> request, boolean mayRepeat, int corrections) {
        Duration signedFor = clock.skew();
        return request.get().handle(Result::new).thenCompose(result -> {
            ServerResponse answer = result.answer();
            if (answer == null) {
                return mayRepeat && isConnectionLost(result.failure())
                        ? call(request, false, corrections)
                        : CompletableFuture.failedFuture(clean(result.failure()));
            }
            boolean corrected = clock.learnFrom(answer, ResponseClassifier.isClockSkew(answer), signedFor);
            return corrected && corrections > 0
                    ? call(request, mayRepeat, corrections - 1)
                    : CompletableFuture.completedFuture(response(answer));
        });
    }

    /** Either an answer or why there is none. */
    private record Result(
            @Nullable ServerResponse answer, @Nullable Throwable failure) {}

    /** What a server says of a failure may quote the request; what it answers is the application's, to the letter. */
    private ApiResponse response(ServerResponse answer) {
        ApiResponse response = new ApiResponse(ResponseClassifier.status(answer), answer.body());
        return response.isSuccess()
                ? response
                : new ApiResponse(response.status(), SignatureRedaction.text(response.body(), app.secret()));
    }

    /** Most often the server closed a connection that was kept, just when the request went out on it. */
    private static boolean isConnectionLost(@Nullable Throwable failure) {
        Throwable own = failure instanceof CompletionException ? failure.getCause() : failure;
        return own instanceof HttpExchangeException exchange
                && exchange.kind() == Outcome.Kind.UNKNOWN
                && exchange.getCause() instanceof IOException;
    }

    private Throwable clean(@Nullable Throwable failure) {
        return SignatureRedaction.cause(cause(failure), app.secret());
    }

    private static Throwable cause(@Nullable Throwable failure) {
        Throwable cause = failure == null ? new IOException("There is no answer") : failure;
        while ((cause instanceof CompletionException || cause instanceof HttpExchangeException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
