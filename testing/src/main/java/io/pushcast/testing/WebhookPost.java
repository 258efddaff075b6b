package io.pushcast.testing;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends one HTTP request with JSON. */
interface WebhookPost {

    /** Sends it; the stage completes with the status of the answer, or exceptionally if none came, on any thread. */
    CompletionStage<Integer> send(URI address, Map<String, String> headers, String body);
}
