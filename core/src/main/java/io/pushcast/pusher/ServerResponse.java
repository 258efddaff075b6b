package io.pushcast.pusher;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * What a server answered to one request.
 *
 * @param status the HTTP status
 * @param headers the headers; not to be changed
 * @param body the body, decoded as UTF-8; empty if there was none
 */
record ServerResponse(int status, HttpHeaders headers, String body) {}
