package io.pushcast.testing;

/**
 * One request to the HTTP API of an {@link EmbeddedPusher}, taken or refused.
 *
 * @param method its method, such as {@code POST}
 * @param path its path, without the query and its signature
 * @param body its body as it came; empty if there was none, or if it was refused for its size without being read
 * @param status the HTTP status of the answer
 */
public record RecordedRequest(String method, String path, String body, int status) {}
