package io.pushcast.quarkus.deployment.subscribe;

import io.quarkus.builder.item.SimpleBuildItem;
import java.lang.reflect.Method;
import java.util.List;

/** The {@code @Subscribe} methods of the application's beans. */
final class SubscribeMethodsBuildItem extends SimpleBuildItem {

    private final List<Found> methods;

    SubscribeMethodsBuildItem(List<Found> methods) {
        this.methods = List.copyOf(methods);
    }

    /**
     * One of them.
     *
     * @param beanId the identifier of its bean
     * @param method the method
     */
    record Found(String beanId, Method method) {}

    List<Found> methods() {
        return methods;
    }
}
