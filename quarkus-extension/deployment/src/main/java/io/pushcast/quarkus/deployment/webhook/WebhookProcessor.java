package io.pushcast.quarkus.deployment.webhook;

import io.pushcast.quarkus.deployment.PushcastBuildTimeConfig;
import io.pushcast.quarkus.runtime.web.RouteRecorder;
import io.pushcast.quarkus.runtime.webhook.WebhookBeans;
import io.pushcast.quarkus.runtime.webhook.WebhookHandler;
import io.pushcast.quarkus.runtime.webhook.WebhookRecorder;
import io.pushcast.webhook.Webhook;
import io.pushcast.webhook.WebhookEvent;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.vertx.http.deployment.HttpRootPathBuildItem;
import io.quarkus.vertx.http.deployment.RouteBuildItem;
import org.jboss.jandex.DotName;

/** The endpoint that takes webhooks, in applications that observe them. */
class WebhookProcessor {

    private static final DotName WEBHOOK = DotName.createSimple(Webhook.class);
    private static final DotName EVENT = DotName.createSimple(WebhookEvent.class);

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(WebhookBeans.class, WebhookHandler.class)
                .setUnremovable()
                .build();
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void addEndpoint(
            WebhookRecorder recorder,
            RouteRecorder recordedRoutes,
            PushcastBuildTimeConfig config,
            BeanDiscoveryFinishedBuildItem beans,
            HttpRootPathBuildItem root,
            BuildProducer<RouteBuildItem> routes) {
        if (config.webhook().enabled().orElseGet(() -> areObserved(beans))) {
            routes.produce(root.routeBuilder()
                    .routeFunction(belowRoot(config.webhook().path()), recordedRoutes.posts(recorder.webhookBodies()))
                    .handler(recorder.webhooks())
                    .blockingRoute()
                    .build());
        }
    }

    /** What has a slash in front would be beside the root. */
    private static String belowRoot(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    private static boolean areObserved(BeanDiscoveryFinishedBuildItem beans) {
        return beans.getObservers().stream()
                .map(observer -> observer.getObservedType().name())
                .anyMatch(type -> type.equals(WEBHOOK)
                        || type.equals(EVENT)
                        || type.toString().startsWith(EVENT + "$"));
    }
}
