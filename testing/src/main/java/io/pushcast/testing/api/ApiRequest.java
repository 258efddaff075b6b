package io.pushcast.testing.api;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One request to the HTTP API, read whole. */
public final class ApiRequest {

    private final String method;
    private final String path;
    private final List<String> segments;
    private final SortedMap<String, String> query;
    private final byte[] body;

    /**
     * The request of this method to this address.
     *
     * @throws IllegalArgumentException if the address has percent signs that escape nothing
     */
    public ApiRequest(String method, String uri, byte[] body) {
        QueryStringDecoder decoder = new QueryStringDecoder(uri);
        this.method = method;
        this.path = decoder.path();
        this.segments = Arrays.stream(decoder.rawPath().split("/", -1))
                .skip(1)
                .map(ApiRequest::decoded)
                .toList();
        this.query = new TreeMap<>();
        decoder.parameters().forEach((name, values) -> query.put(name, values.get(0)));
        this.body = body;
    }

    /** As in a path, where a plus is a plus. */
    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public static ApiRequest of(FullHttpRequest request) {
        return new ApiRequest(request.method().name(), request.uri(), ByteBufUtil.getBytes(request.content()));
    }

    public String method() {
        return method;
    }

    /** The path without escapes, as it is signed. */
    public String path() {
        return path;
    }

    /** The parts of the path, each without escapes. */
    public List<String> segments() {
        return segments;
    }

    /** The parameters, sorted by name, without escapes. */
    SortedMap<String, String> query() {
        return query;
    }

    @Nullable
    public String parameter(String name) {
        return query.get(name);
    }

    public byte[] body() {
        return body;
    }

    /** The body as a text; bytes that are no UTF-8 are shown as replacement characters. */
    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
