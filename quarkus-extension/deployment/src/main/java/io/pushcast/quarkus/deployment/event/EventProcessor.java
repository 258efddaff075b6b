package io.pushcast.quarkus.deployment.event;

import io.pushcast.mapping.MappingException;
import io.pushcast.quarkus.runtime.event.EventObserver;
import io.pushcast.quarkus.runtime.event.EventRecorder;
import io.pushcast.quarkus.runtime.event.NamedApps;
import io.pushcast.quarkus.runtime.event.PublishedTypes;
import io.pushcast.quarkus.runtime.event.PublisherFactory;
import io.pushcast.quarkus.runtime.event.PublisherSetup;
import io.pushcast.quarkus.runtime.event.PushcastBeans;
import io.pushcast.quarkus.runtime.event.TransactionBinding;
import io.pushcast.quarkus.runtime.transport.OfficialClient;
import io.pushcast.quarkus.runtime.transport.TransportFactory;
import io.pushcast.quarkus.runtime.web.CurrentSocket;
import io.pushcast.quarkus.runtime.web.RequestScope;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.ObserverRegistrationPhaseBuildItem;
import io.quarkus.arc.deployment.ObserverRegistrationPhaseBuildItem.ObserverConfiguratorBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.ValidationPhaseBuildItem.ValidationErrorBuildItem;
import io.quarkus.arc.processor.ObserverConfigurator;
import io.quarkus.deployment.ApplicationArchive;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ApplicationArchivesBuildItem;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveHierarchyBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import io.quarkus.gizmo2.Const;
import io.quarkus.gizmo2.desc.MethodDesc;
import io.quarkus.maven.dependency.ArtifactKey;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.constant.ClassDesc;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Type;

/** The publisher, and the events that the application publishes. */
class EventProcessor {

    private static final MethodDesc OBSERVED =
            MethodDesc.of(EventObserver.class, "observed", void.class, EventContext.class, Class.class);

    @BuildStep
    AdditionalBeanBuildItem beans() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClasses(PushcastBeans.class, PublisherSetup.class, PublisherFactory.class, NamedApps.class)
                .addBeanClasses(TransactionBinding.class, EventObserver.class)
                .addBeanClasses(TransportFactory.class, OfficialClient.class)
                .addBeanClasses(CurrentSocket.class, RequestScope.class)
                .setUnremovable()
                .build();
    }

    @BuildStep
    PublishedTypesBuildItem findPublishedTypes(CombinedIndexBuildItem index) {
        return new PublishedTypesBuildItem(PublishedType.findAll(index.getIndex()));
    }

    @BuildStep
    void checkPublishedTypes(
            CombinedIndexBuildItem index,
            PublishedTypesBuildItem published,
            BuildProducer<ValidationErrorBuildItem> errors) {
        PublishedTypeCheck check = new PublishedTypeCheck(index.getIndex(), index.getComputingIndex());
        for (PublishedType type : published.types()) {
            List<MappingException> found = check.errorsOf(type);
            if (!found.isEmpty()) {
                errors.produce(new ValidationErrorBuildItem(found.toArray(Throwable[]::new)));
            }
        }
    }

    @BuildStep
    void refuseEventsThatNothingWouldObserve(
            CurateOutcomeBuildItem outcome,
            ApplicationArchivesBuildItem archives,
            BuildProducer<ValidationErrorBuildItem> errors) {
        Set<ArtifactKey> indexed = archives.getAllApplicationArchives().stream()
                .map(ApplicationArchive::getKey)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        new UnindexedEvents(outcome.getApplicationModel().getRuntimeDependencies(), indexed)
                .errors()
                .forEach(error -> errors.produce(new ValidationErrorBuildItem(error)));
    }

    /** One observer for each type, so that events nobody publishes are seen by none of them. */
    @BuildStep
    ObserverConfiguratorBuildItem observePublishedTypes(
            ObserverRegistrationPhaseBuildItem phase, PublishedTypesBuildItem published) {
        return new ObserverConfiguratorBuildItem(published.types().stream()
                .flatMap(type -> Stream.of(observer(phase, type.type(), false), observer(phase, type.type(), true)))
                .toArray(ObserverConfigurator[]::new));
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    SyntheticBeanBuildItem recordPublishedTypes(EventRecorder recorder, PublishedTypesBuildItem published) {
        List<Class<?>> types = published.types().stream()
                .<Class<?>>map(type -> load(type.type()))
                .toList();
        return SyntheticBeanBuildItem.configure(PublishedTypes.class)
                .scope(Singleton.class)
                .runtimeValue(recorder.publishedTypes(types))
                .done();
    }

    /** Templates read events by reflection, and so does Jackson. */
    @BuildStep
    void registerForReflection(
            CombinedIndexBuildItem index,
            PublishedTypesBuildItem published,
            BuildProducer<ReflectiveClassBuildItem> classes,
            BuildProducer<ReflectiveHierarchyBuildItem> hierarchies) {
        for (PublishedType type : published.types()) {
            for (ClassInfo eventClass : type.eventClasses(index.getIndex())) {
                classes.produce(
                        ReflectiveClassBuildItem.builder(eventClass.name().toString())
                                .methods()
                                .fields()
                                .reason("@PublishTo")
                                .build());
                hierarchies.produce(ReflectiveHierarchyBuildItem.builder(eventClass.name())
                        .source("@PublishTo")
                        .build());
            }
        }
    }

    private static Class<?> load(ClassInfo type) {
        String name = type.name().toString();
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + " is in the index, but can't be loaded", e);
        }
    }

    private static ObserverConfigurator observer(
            ObserverRegistrationPhaseBuildItem phase, ClassInfo type, boolean async) {
        return phase.getContext()
                .configure()
                .id(async ? "pushcast-async" : "pushcast")
                // In the package of the event, which may be package-private.
                .beanClass(type.name())
                .observedType(Type.create(type.name(), Type.Kind.CLASS))
                .async(async)
                // So that an event comes before those that other observers fire because of it.
                .priority(Interceptor.Priority.PLATFORM_BEFORE)
                .notify(notification -> {
                    var body = notification.notifyMethod();
                    body.invokeStatic(
                            OBSERVED,
                            notification.eventContext(),
                            Const.of(ClassDesc.of(type.name().toString())));
                    body.return_();
                });
    }
}
