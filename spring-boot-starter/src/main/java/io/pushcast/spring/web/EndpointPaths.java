package io.pushcast.spring.web;

import java.util.List;

/**
 * Where one of the endpoints that are called by {@code POST} is.
 *
 * @param property which says so
 * @param paths as it says
 */
public record EndpointPaths(String property, List<String> paths) {

    /** Takes a copy. */
    public EndpointPaths {
        paths = List.copyOf(paths);
    }
}
