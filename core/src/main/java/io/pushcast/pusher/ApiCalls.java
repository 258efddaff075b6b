package io.pushcast.pusher;

import io.pushcast.http.ByteWriter;
import io.pushcast.http.HttpClient;
import io.pushcast.http.HttpResponse;
import io.pushcast.http.RequestProgress;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the HTTP API other than publishing. A call that is refused for its timestamp is signed once more for the
 * server's time; a GET whose connection was lost is sent once more, since asking twice changes nothing. There are no other
 * retries.
 */
final class ApiCalls {

    /** How many bytes may tell the state of an app, with a hundred thousand channels and more. */
    private static final int MAX_STATE = 16 << 20;

    private final SignedRequest.Signing signing;
    private final HttpClient http;

    ApiCalls(SignedRequest.Signing signing, HttpClient http) {
        this.signing = signing;
        this.http = http;
    }

    CompletableFuture<PusherTransport.ApiResponse> get(String path, Map<String, String> parameters) {
        return send(new Call(path, parameters, null));
    }

    CompletableFuture<PusherTransport.ApiResponse> post(String path, String body) {
        return send(new Call(path, Map.of(), body));
    }

    private CompletableFuture<PusherTransport.ApiResponse> send(Call call) {
        http.send(call, call);
        return call.response;
    }

    private final class Call extends SignedRequest {

        private final CompletableFuture<PusherTransport.ApiResponse> response = new CompletableFuture<>();
        private final @Nullable String body;
        private boolean mayRepeat;

        Call(String path, Map<String, String> parameters, @Nullable String body) {
            super(signing, "/apps/" + signing.app().appId() + path, parameters);
            this.body = body;
            this.mayRepeat = body == null;
        }

        @Override
        public String method() {
            return body == null ? "GET" : "POST";
        }

        @Override
        public boolean writeBody(ByteWriter to) {
            if (body == null) {
                return false;
            }
            to.utf8(body);
            return true;
        }

        @Override
        public int maxResponseBody() {
            return body == null ? MAX_STATE : DEFAULT_MAX_RESPONSE_BODY;
        }

        @Override
        public void onResponse(HttpResponse answer) {
            if (isToBeSignedAgain(answer)) {
                http.send(this, this);
            } else {
                response.complete(told(answer));
            }
        }

        @Override
        public void onFailure(RequestProgress progress, Throwable cause) {
            // Most often the server closed a connection that was kept, just when the request went out on it.
            if (mayRepeat && progress == RequestProgress.SENT && cause instanceof IOException) {
                mayRepeat = false;
                http.send(this, this);
            } else {
                Throwable known = closedInsteadOf(progress, cause, http);
                response.completeExceptionally(
                        SignatureRedaction.cause(known, signing.app().secret()));
            }
        }

        /** What a server says of a failure may quote the request; what it answers is the application's, to the letter. */
        private PusherTransport.ApiResponse told(HttpResponse answer) {
            PusherTransport.ApiResponse told =
                    new PusherTransport.ApiResponse(ResponseClassifier.status(answer), answer.body());
            return told.isSuccess()
                    ? told
                    : new PusherTransport.ApiResponse(
                            told.status(),
                            SignatureRedaction.text(told.body(), signing.app().secret()));
        }
    }
}
