package io.pushcast.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * With one client of the JDK's for all servers of this JVM. It is made when the first webhook is sent, since most servers
 * send none, and not on the server's thread, which would do nothing else meanwhile. Safe for use by several threads.
 */
final class HttpWebhookPost implements WebhookPost {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Made when it is first asked for. */
    private static final class Shared {

        static final HttpClient CLIENT = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(PATIENCE)
                .build();

        private Shared() {}
    }

    @Override
    public CompletionStage<Integer> send(URI address, Map<String, String> headers, String body) {
        // An address that the client refuses fails the stage as well.
        return CompletableFuture.supplyAsync(() -> Shared.CLIENT)
                .thenCompose(client -> client.sendAsync(request(address, headers, body), BodyHandlers.discarding()))
                .thenApply(HttpResponse::statusCode);
    }

    private static HttpRequest request(URI address, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request.build();
    }
}
