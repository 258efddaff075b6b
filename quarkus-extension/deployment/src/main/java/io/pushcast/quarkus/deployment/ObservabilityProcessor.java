package io.pushcast.quarkus.deployment;

import io.pushcast.quarkus.runtime.health.PushcastOutboxWellnessCheck;
import io.pushcast.quarkus.runtime.health.PushcastReadinessCheck;
import io.pushcast.quarkus.runtime.health.PushcastWellnessCheck;
import io.pushcast.quarkus.runtime.observation.DeliveryTracing;
import io.pushcast.quarkus.runtime.observation.OutboxMeters;
import io.pushcast.quarkus.runtime.observation.PushcastMeters;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.metrics.MetricsCapabilityBuildItem;
import io.quarkus.runtime.metrics.MetricsFactory;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;
import java.util.Optional;

/** Health, metrics and traces, in applications that have the extensions for them. */
class ObservabilityProcessor {

    @BuildStep
    void addHealthChecks(PushcastBuildTimeConfig config, BuildProducer<HealthBuildItem> checks) {
        boolean enabled = config.health().enabled();
        checks.produce(new HealthBuildItem(PushcastReadinessCheck.class.getName(), enabled));
        checks.produce(new HealthBuildItem(PushcastWellnessCheck.class.getName(), enabled));
        if (config.outbox().enabled()) {
            checks.produce(new HealthBuildItem(PushcastOutboxWellnessCheck.class.getName(), enabled));
        }
    }

    @BuildStep
    void measure(
            PushcastBuildTimeConfig config,
            Optional<MetricsCapabilityBuildItem> metrics,
            BuildProducer<AdditionalBeanBuildItem> beans) {
        boolean supported = metrics.filter(found -> found.metricsSupported(MetricsFactory.MICROMETER))
                .isPresent();
        if (config.metrics().enabled() && supported) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(PushcastMeters.class));
            if (config.outbox().enabled()) {
                beans.produce(AdditionalBeanBuildItem.unremovableOf(OutboxMeters.class));
            }
        }
    }

    @BuildStep
    void trace(
            PushcastBuildTimeConfig config, Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (config.observation().enabled() && capabilities.isPresent(Capability.OPENTELEMETRY_TRACER)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(DeliveryTracing.class));
        }
    }
}
