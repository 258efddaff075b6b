package io.pushcast.http;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a request's sender was told: an answer, or how far it came and why there is none. */
record Result(
        @Nullable HttpResponse response,
        @Nullable RequestProgress progress,
        @Nullable Throwable cause) {

    static Result of(HttpClient client, String target) {
        return of(client, post(target, "{}"));
    }

    static Result of(HttpClient client, HttpRequest request) {
        return send(client, request).orTimeout(30, TimeUnit.SECONDS).join();
    }

    static CompletableFuture<Result> send(HttpClient client, String target) {
        return send(client, post(target, "{}"));
    }

    static CompletableFuture<Result> send(HttpClient client, HttpRequest request) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        client.send(request, new ResponseListener() {
            @Override
            public void onResponse(HttpResponse response) {
                tell(new Result(response, null, null));
            }

            @Override
            public void onFailure(RequestProgress progress, Throwable cause) {
                tell(new Result(null, progress, cause));
            }

            private void tell(Result told) {
                if (!result.complete(told)) {
                    throw new AssertionError("It was told twice: " + told + " after " + result.join());
                }
            }
        });
        return result;
    }

    static HttpRequest post(String target, String body) {
        return new HttpRequest() {
            @Override
            public String method() {
                return "POST";
            }

            @Override
            public boolean writeBody(ByteWriter to) {
                to.write(body.getBytes(StandardCharsets.UTF_8));
                return true;
            }

            @Override
            public void writeTarget(ByteWriter to, ByteWriter written) {
                to.ascii(target);
            }
        };
    }

    static HttpRequest get(String target) {
        return new HttpRequest() {
            @Override
            public String method() {
                return "GET";
            }

            @Override
            public boolean writeBody(ByteWriter to) {
                return false;
            }

            @Override
            public void writeTarget(ByteWriter to, ByteWriter written) {
                to.ascii(target);
            }
        };
    }

    int status() {
        return response == null ? 0 : response.status();
    }

    String body() {
        return response == null ? "" : response.body();
    }
}
