package io.pushcast.spring.webhook;

/**
 * What to answer the server that sent a webhook.
 *
 * @param status the HTTP status; with any but success the server sends it again
 * @param body what is shown in Pusher's dashboard beside the status
 */
record WebhookAnswer(int status, String body) {}
