package io.pushcast.classpath;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jars that a publisher needs, found by one class of each. */
final class PublisherJars {

    private static final List<String> NEEDED = List.of(
            "org.slf4j.Logger",
            "com.google.gson.JsonParser",
            "io.github.resilience4j.core.ClassUtils",
            "io.github.resilience4j.retry.Retry",
            "io.github.resilience4j.circuitbreaker.CircuitBreaker",
            "io.github.resilience4j.ratelimiter.RateLimiter",
            "io.netty.handler.codec.http.HttpMessage",
            "io.netty.handler.codec.DecoderResult",
            "io.netty.handler.ssl.SslHandler",
            "io.netty.resolver.NameResolver",
            "io.netty.channel.ChannelHandler",
            "io.netty.channel.unix.Unix",
            "io.netty.buffer.ByteBuf",
            "io.netty.util.ReferenceCounted",
            "tools.jackson.databind.JacksonModule",
            "tools.jackson.core.JsonParser",
            "com.fasterxml.jackson.annotation.JsonProperty",
            "io.micrometer.core.instrument.Meter",
            "io.micrometer.common.KeyValue",
            "io.micrometer.observation.Observation");

    private PublisherJars() {}

    /** Those of other projects, but for the official client. */
    static List<Path> libraries() throws Exception {
        List<Path> jars = new ArrayList<>();
        for (String type : NEEDED) {
            jars.add(home(Class.forName(type, false, PublisherJars.class.getClassLoader())));
        }
        return jars;
    }

    /** The jar, or the folder, that a class is in. */
    static Path home(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
