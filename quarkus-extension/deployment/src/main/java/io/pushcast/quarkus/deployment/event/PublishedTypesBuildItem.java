package io.pushcast.quarkus.deployment.event;

import io.quarkus.builder.item.SimpleBuildItem;
import java.util.List;

/** The types of the application that are annotated with {@link io.pushcast.mapping.PublishTo}. */
public final class PublishedTypesBuildItem extends SimpleBuildItem {

    private final List<PublishedType> types;

    PublishedTypesBuildItem(List<PublishedType> types) {
        this.types = List.copyOf(types);
    }

    /** Each with its annotations. */
    public List<PublishedType> types() {
        return types;
    }
}
