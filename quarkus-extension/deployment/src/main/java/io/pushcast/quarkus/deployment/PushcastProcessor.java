package io.pushcast.quarkus.deployment;

import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;

/** The feature, and whether the application can have it. */
class PushcastProcessor {

    static final String FEATURE = "pushcast";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    @BuildStep
    void checkHttpClient(CurateOutcomeBuildItem outcome, BuildProducer<ValidationErrorBuildItem> errors) {
        outcome.getApplicationModel().getRuntimeDependencies().stream()
                .filter(dependency -> dependency.getGroupId().equals(HttpClientVersion.GROUP)
                        && dependency.getArtifactId().equals(HttpClientVersion.ARTIFACT))
                .flatMap(dependency -> HttpClientVersion.errorOf(dependency.getVersion()).stream())
                .forEach(error -> errors.produce(new ValidationErrorBuildItem(error)));
    }
}
