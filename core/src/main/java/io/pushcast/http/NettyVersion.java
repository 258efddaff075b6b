package io.pushcast.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import java.util.Objects;
import java.util.function.BiFunction;

/** What the newest method of Netty is that is used here. */
final class NettyVersion {

    private NettyVersion() {}

    /**
     * Links that method, and does not call it.
     *
     * @throws LinkageError if it is missing
     */
    static void link() {
        BiFunction<HttpDecoderConfig, Boolean, ?> newest = HttpDecoderConfig::setAllowDuplicateContentLengths;
        Objects.requireNonNull(newest);
    }
}
