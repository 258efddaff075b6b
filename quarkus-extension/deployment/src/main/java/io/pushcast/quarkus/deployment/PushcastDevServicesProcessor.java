package io.pushcast.quarkus.deployment;

import io.quarkus.deployment.IsDevServicesSupportedByLaunchMode;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.dev.devservices.DevServicesConfig;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.logging.Logger;

/** A Pusher server for development and tests, if the application configures none. */
@BuildSteps(onlyIf = {IsDevServicesSupportedByLaunchMode.class, DevServicesConfig.Enabled.class})
class PushcastDevServicesProcessor {

    private static final Logger log = Logger.getLogger(PushcastDevServicesProcessor.class);
    private static final String PREFIX = "quarkus.pushcast.";
    private static final Set<DotName> OFFICIAL_CLIENTS =
            Set.of(DotName.createSimple("com.pusher.rest.PusherAsync"), DotName.createSimple("com.pusher.rest.Pusher"));

    @BuildStep
    void startPusher(
            PushcastBuildTimeConfig config,
            LaunchModeBuildItem launch,
            CombinedIndexBuildItem index,
            BuildProducer<DevServicesResultBuildItem> services) {
        if (!config.devservices().enabled()) {
            log.debug("No Pusher server is started: it is turned off");
            return;
        }
        if (!ConfigProvider.getConfig()
                .getOptionalValue(PREFIX + "enabled", Boolean.class)
                .orElse(true)) {
            log.debug("No Pusher server is started: Pushcast is turned off");
            return;
        }
        if (isAppConfigured()) {
            log.debug("No Pusher server is started: an app is configured");
            return;
        }
        if (hasOfficialClient(index.getIndex())) {
            log.debug("No Pusher server is started: the application has configured an official client");
            return;
        }
        // Tests run beside dev mode, which has the port already.
        int port = launch.isTest() ? 0 : config.devservices().port();
        services.produce(DevServicesResultBuildItem.owned()
                .feature(PushcastProcessor.FEATURE)
                .description("A Pusher server inside this JVM")
                .serviceConfig(port)
                .startable(() -> new PusherDevService(port, !launch.isTest()))
                .postStartHook(service -> log.infof(
                        "Dev Services for Pushcast started; clients connect to %s", service.getConnectionInfo()))
                .configProvider(Map.of(
                        PREFIX + "app-id", service -> service.app().appId(),
                        PREFIX + "key", service -> service.app().key(),
                        PREFIX + "secret", service -> service.app().secret(),
                        // In place of a cluster that the application gives for production.
                        PREFIX + "cluster", service -> "",
                        PREFIX + "host", service -> service.app().host(),
                        PREFIX + "port", service -> String.valueOf(service.app().port()),
                        PREFIX + "tls", service -> "false"))
                .build());
    }

    /** Whether the application produces one, which publishers then send through. */
    private static boolean hasOfficialClient(IndexView index) {
        return index.getAnnotations(DotName.createSimple(Produces.class)).stream()
                .map(AnnotationInstance::target)
                .anyMatch(target -> switch (target.kind()) {
                    case METHOD ->
                        OFFICIAL_CLIENTS.contains(target.asMethod().returnType().name());
                    case FIELD ->
                        OFFICIAL_CLIENTS.contains(target.asField().type().name());
                    default -> false;
                });
    }

    /** A cluster alone is no app; whoever sets only that has the rest in the environment of the real one. */
    private static boolean isAppConfigured() {
        return Stream.of("url", "app-id", "key", "secret", "host")
                        .anyMatch(property -> ConfigUtils.isPropertyNonEmpty(PREFIX + property))
                || Stream.of("PUSHER_URL", "PUSHER_APP_ID", "PUSHER_APP_KEY", "PUSHER_APP_SECRET")
                        .anyMatch(ConfigUtils::isPropertyNonEmpty);
    }
}
