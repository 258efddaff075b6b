package io.pushcast.quarkus.deployment;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedPackageBuildItem;

/** What a native executable needs to be told. */
class NativeProcessor {

    /** Their classes read system properties and make threads and random numbers. */
    @BuildStep
    void initializeAtRunTime(BuildProducer<RuntimeInitializedPackageBuildItem> packages) {
        packages.produce(new RuntimeInitializedPackageBuildItem("io.pushcast.http"));
        packages.produce(new RuntimeInitializedPackageBuildItem("com.pusher.rest"));
    }

    @BuildStep
    NativeImageResourcePatternsBuildItem keepTheTablesOfTheOutbox() {
        return NativeImageResourcePatternsBuildItem.builder()
                .includeGlob("io/pushcast/outbox/jdbc/**/*.sql")
                .build();
    }
}
