package io.pushcast.http;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;

/**
 * The headers behind the body of an answer, which nobody reads. One object for all answers: Netty would make a map for each,
 * also for those that have none.
 */
final class IgnoredTrailers extends EmptyHttpHeaders implements HttpHeadersFactory {

    static final IgnoredTrailers INSTANCE = new IgnoredTrailers();

    private IgnoredTrailers() {}

    @Override
    public HttpHeaders newHeaders() {
        return this;
    }

    @Override
    public HttpHeaders newEmptyHeaders() {
        return this;
    }

    @Override
    public HttpHeaders add(String name, Object value) {
        return this;
    }

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        return this;
    }

    @Override
    public HttpHeaders add(String name, Iterable<?> values) {
        return this;
    }

    @Override
    public HttpHeaders add(CharSequence name, Iterable<?> values) {
        return this;
    }
}
