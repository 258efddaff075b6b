package io.pushcast.quarkus.deployment;

import io.quarkus.builder.item.SimpleBuildItem;
import java.util.List;

/** The types of the application that are annotated with {@link io.pushcast.mapping.PublishTo}. */
final class PublishedTypesBuildItem extends SimpleBuildItem {

    private final List<PublishedType> types;

    PublishedTypesBuildItem(List<PublishedType> types) {
        this.types = List.copyOf(types);
    }

    List<PublishedType> types() {
        return types;
    }
}
