package io.pushcast.spring.auth;

import io.pushcast.spring.PushcastConfigurationException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the endpoints are.
 *
 * @param channels of the one that authorises subscriptions
 * @param users of the one that signs users in
 */
record AuthPaths(List<String> channels, List<String> users) {

    /** @throws PushcastConfigurationException if there is no path, or one that can't be */
    static AuthPaths of(PushcastAuthProperties properties) {
        require("pushcast.auth.path", properties.path());
        require("pushcast.auth.user-path", properties.userPath());
        for (String path : properties.userPath()) {
            if (properties.path().contains(path)) {
                throw new PushcastConfigurationException(
                        "'" + path
                                + "' is in pushcast.auth.path and in pushcast.auth.user-path, which are two endpoints.",
                        "Give each a path of its own.");
            }
        }
        return new AuthPaths(properties.path(), properties.userPath());
    }

    List<String> all() {
        return Stream.concat(channels.stream(), users.stream()).toList();
    }

    private static void require(String property, List<String> paths) {
        if (paths.isEmpty()) {
            throw new PushcastConfigurationException(
                    "No path is set in " + property + ".",
                    "Set one, or turn the endpoints off with pushcast.auth.enabled=false.");
        }
        paths.forEach(path -> PushcastConfigurationException.requirePath(property, path));
    }
}
