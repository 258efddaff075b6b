package io.pushcast.quarkus.deployment.event;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.runtime.event.EventRecorder;
import io.pushcast.quarkus.runtime.event.NamedApps;
import io.quarkus.arc.deployment.BeanDiscoveryFinishedBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.InjectionPointInfo;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;

/** Beans for the apps with a name that the application injects; what the apps are is known when it starts. */
class NamedAppsProcessor {

    private static final DotName NAMED = DotName.createSimple(Named.class);
    private static final Set<DotName> TYPES = Set.of(
            DotName.createSimple(Pushcast.class),
            DotName.createSimple(EventPublisher.class),
            DotName.createSimple(PusherApp.class));

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void addBeans(
            EventRecorder recorder,
            BeanDiscoveryFinishedBuildItem beans,
            BuildProducer<SyntheticBeanBuildItem> synthetic) {
        Set<String> names = new TreeSet<>();
        beans.getInjectionPoints().stream()
                .filter(each -> TYPES.contains(each.getRequiredType().name()))
                .flatMap(NamedAppsProcessor::names)
                .filter(name -> !isTaken(beans, name))
                .forEach(names::add);
        for (String name : names) {
            AnnotationInstance named =
                    AnnotationInstance.builder(Named.class).value(name).build();
            // With @Named alone they would be beans without a qualifier, too, and take the place of the app without a name.
            AnnotationInstance identifier =
                    AnnotationInstance.builder(Identifier.class).value(name).build();
            synthetic.produce(SyntheticBeanBuildItem.configure(PusherApp.class)
                    .scope(Singleton.class)
                    .addQualifier(named)
                    .addQualifier(identifier)
                    .setRuntimeInit()
                    .supplier(recorder.namedApp(name))
                    .done());
            synthetic.produce(SyntheticBeanBuildItem.configure(Pushcast.class)
                    .addType(EventPublisher.class)
                    .scope(Singleton.class)
                    .addQualifier(named)
                    .addQualifier(identifier)
                    .setRuntimeInit()
                    .supplier(recorder.namedPublisher(name))
                    .destroyer(NamedApps.Closer.class)
                    .done());
        }
    }

    private static Stream<String> names(InjectionPointInfo point) {
        return point.getRequiredQualifiers().stream()
                .filter(qualifier -> qualifier.name().equals(NAMED) && qualifier.value() != null)
                .map(qualifier -> qualifier.value().asString());
    }

    /** By a bean of the application's own. */
    private static boolean isTaken(BeanDiscoveryFinishedBuildItem beans, String name) {
        return beans.beanStream().withName(name).stream()
                .flatMap(bean -> bean.getTypes().stream())
                .anyMatch(type -> TYPES.contains(type.name()));
    }
}
