package io.pushcast.quarkus.deployment.auth;

import io.quarkus.builder.item.SimpleBuildItem;

/** The beans on which methods that decide about users are called. */
final class RuleBeansBuildItem extends SimpleBuildItem {

    private final RuleBeans beans;

    RuleBeansBuildItem(RuleBeans beans) {
        this.beans = beans;
    }

    RuleBeans beans() {
        return beans;
    }
}
