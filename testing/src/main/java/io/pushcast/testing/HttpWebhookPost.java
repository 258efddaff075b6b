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
import org.jspecify.annotations.Nullable;

/** With the JDK's client, which is made when it is first needed: most servers have no webhooks. */
final class HttpWebhookPost implements WebhookPost {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private @Nullable HttpClient client;

    @Override
    public CompletionStage<Integer> send(URI address, Map<String, String> headers, String body) {
        try {
            return client().sendAsync(request(address, headers, body), BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static HttpRequest request(URI address, Map<String, String> headers, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request.build();
    }

    private HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .connectTimeout(PATIENCE)
                    .build();
        }
        return client;
    }
}
