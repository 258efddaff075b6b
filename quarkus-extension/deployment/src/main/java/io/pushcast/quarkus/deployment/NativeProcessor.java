package io.pushcast.quarkus.deployment;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourcePatternsBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedPackageBuildItem;

/** What a native executable needs to be told. */
class NativeProcessor {

    /** Its classes read system properties and make threads and random numbers. */
    @BuildStep
    void initializeTheHttpClientAtRunTime(BuildProducer<RuntimeInitializedPackageBuildItem> packages) {
        packages.produce(new RuntimeInitializedPackageBuildItem("org.asynchttpclient"));
        packages.produce(new RuntimeInitializedPackageBuildItem("com.pusher.rest"));
    }

    @BuildStep
    NativeImageResourceBuildItem keepTheDefaultsOfTheHttpClient() {
        return new NativeImageResourceBuildItem(
                "org/asynchttpclient/config/ahc-default.properties",
                "org/asynchttpclient/config/ahc-version.properties");
    }

    @BuildStep
    NativeImageResourcePatternsBuildItem keepTheTablesOfTheOutbox() {
        return NativeImageResourcePatternsBuildItem.builder()
                .includeGlob("io/pushcast/outbox/jdbc/**/*.sql")
                .build();
    }
}
