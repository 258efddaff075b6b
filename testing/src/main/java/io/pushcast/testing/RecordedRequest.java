package io.pushcast.testing;

import org.jspecify.annotations.Nullable;

/**
 * One request to the HTTP API of an {@link EmbeddedPusher}, taken or refused.
 *
 * @param method its method, such as {@code POST}
 * @param path its path, without the query and its signature
 * @param body its body as it came; empty if there was none, or if it was refused for its size, or reset, without being
 *     read
 * @param status the HTTP status of the answer; 0 if a fault left it without a whole one
 * @param fault the fault that was injected; null if there was none
 */
public record RecordedRequest(
        String method,
        String path,
        String body,
        int status,
        @Nullable Fault fault) {

    /** One without a fault. */
    RecordedRequest(String method, String path, String body, int status) {
        this(method, path, body, status, null);
    }
}
