package io.pushcast.spring.web;

import io.pushcast.spring.PushcastConfigurationException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Sees to it that two endpoints don't have the same path, nor an endpoint and a controller, of which one would never be called. */
final class EndpointPathsCheck implements SmartInitializingSingleton {

    private final ObjectProvider<EndpointPaths> endpoints;
    private final Supplier<Map<String, String>> controllers;

    /** @param controllers the methods of controllers, by HTTP method and path, such as {@code POST /auth} */
    EndpointPathsCheck(ObjectProvider<EndpointPaths> endpoints, Supplier<Map<String, String>> controllers) {
        this.endpoints = endpoints;
        this.controllers = controllers;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Map<String, String> methods = controllers.get();
        Map<String, String> properties = new HashMap<>();
        endpoints
                .orderedStream()
                .forEach(endpoint -> endpoint.paths().forEach(path -> {
                    requireNoOther(path, endpoint.property(), properties.put(path, endpoint.property()));
                    endpoint.methods()
                            .forEach(method -> requireNoController(
                                    method + " " + path, endpoint.property(), methods.get(method + " " + path)));
                }));
    }

    private static void requireNoOther(String path, String property, @Nullable String other) {
        if (other != null && !other.equals(property)) {
            throw new PushcastConfigurationException(
                    "'" + path + "' is in " + other + " and in " + property + ", which are two endpoints.",
                    "Give each a path of its own.");
        }
    }

    private static void requireNoController(String request, String property, @Nullable String method) {
        if (method != null) {
            throw new PushcastConfigurationException(
                    "'" + request + "' is Pushcast's by " + property + ", so that " + method
                            + " would never be called.",
                    "Give either another path, or turn Pushcast's endpoint off with "
                            + property.substring(0, property.lastIndexOf('.')) + ".enabled=false.");
        }
    }
}
