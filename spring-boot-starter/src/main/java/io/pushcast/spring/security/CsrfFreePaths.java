package io.pushcast.spring.security;

import java.util.List;

/**
 * Paths whose {@code POST} needs no protection against cross-site request forgery: such a request is signed, which another
 * site can't have a browser do, or changes nothing, and its answer can't be read there.
 *
 * @param paths as Spring's path patterns have them
 */
public record CsrfFreePaths(List<String> paths) {

    /** Takes a copy. */
    public CsrfFreePaths {
        paths = List.copyOf(paths);
    }
}
