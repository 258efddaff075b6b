package io.pushcast.webhook;

/**
 * What to answer the server that sent a webhook: a status and a body, to be sent as {@code text/plain}. With any status but
 * 200 the server sends the webhook again; Pusher shows the body in its dashboard.
 *
 * @param status the HTTP status
 * @param body why the webhook was refused; empty if it was not
 */
public record WebhookResponse(int status, String body) {}
