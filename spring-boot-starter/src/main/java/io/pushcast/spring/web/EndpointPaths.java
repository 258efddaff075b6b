package io.pushcast.spring.web;

import java.util.List;

/**
 * Where one of the endpoints is.
 *
 * @param property which says so
 * @param paths as it says
 * @param methods the HTTP methods that it answers, such as {@code POST}
 */
public record EndpointPaths(String property, List<String> paths, List<String> methods) {

    /** Takes copies. */
    public EndpointPaths {
        paths = List.copyOf(paths);
        methods = List.copyOf(methods);
    }
}
