package io.pushcast.quarkus.deployment;

import io.pushcast.quarkus.runtime.PushcastRecorder;
import io.pushcast.quarkus.runtime.WebhookHandler;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.vertx.http.deployment.BodyHandlerBuildItem;
import io.quarkus.vertx.http.deployment.HttpRootPathBuildItem;
import io.quarkus.vertx.http.deployment.RouteBuildItem;

/** The endpoint that takes webhooks. */
class WebhookProcessor {

    @BuildStep
    AdditionalBeanBuildItem webhookHandler() {
        return AdditionalBeanBuildItem.unremovableOf(WebhookHandler.class);
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void addEndpoint(
            PushcastRecorder recorder,
            PushcastBuildTimeConfig config,
            HttpRootPathBuildItem root,
            BodyHandlerBuildItem bodyHandler,
            BuildProducer<RouteBuildItem> routes) {
        if (config.webhook().enabled()) {
            routes.produce(root.routeBuilder()
                    .routeFunction(config.webhook().path(), recorder.posts(bodyHandler.getHandler()))
                    .handler(recorder.webhooks())
                    .blockingRoute()
                    .build());
        }
    }
}
