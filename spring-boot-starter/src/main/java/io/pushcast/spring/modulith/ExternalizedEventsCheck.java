package io.pushcast.spring.modulith;

import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.spring.event.KnownEvents;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.modulith.events.Externalized;

/** Says at start what externalised events can't have, and which would be delivered twice. */
final class ExternalizedEventsCheck implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(ExternalizedEventsCheck.class);

    private static final String KEY = "::";

    private final ListableBeanFactory beans;
    private final ObjectProvider<KnownEvents> events;

    ExternalizedEventsCheck(ListableBeanFactory beans, ObjectProvider<KnownEvents> events) {
        this.beans = beans;
        this.events = events;
    }

    /** @throws PushcastConfigurationException if a type has both annotations */
    @Override
    public void afterSingletonsInstantiated() {
        events.ifAvailable(known -> known.types().forEach(ExternalizedEventsCheck::requireOneRoute));
        Set<String> withKey = typesWithKey();
        if (!withKey.isEmpty()) {
            log.warn(
                    "Spring Modulith delivers events in threads of its own, so that those with one key may arrive in another order"
                            + " than that in which they were published: {}. Where the order counts, annotate the type with"
                            + " @PublishTo(channel = …, orderedBy = …) in place of @Externalized",
                    String.join(", ", withKey));
        }
    }

    private static void requireOneRoute(Class<?> type) {
        if (MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(Externalized.class)) {
            throw new PushcastConfigurationException(
                    "Events of " + type.getName()
                            + " would be delivered twice: the type has both @PublishTo and @Externalized,"
                            + " and Pushcast delivers both.",
                    "Leave one of them. If @Externalized is meant for another broker, set pushcast.modulith.enabled=false.");
        }
    }

    private Set<String> typesWithKey() {
        Set<String> found = new TreeSet<>();
        Scanner scanner = new Scanner();
        List<String> packages = AutoConfigurationPackages.has(beans) ? AutoConfigurationPackages.get(beans) : List.of();
        packages.stream()
                .filter(each -> !each.isBlank())
                .flatMap(each -> scanner.findCandidateComponents(each).stream())
                .filter(AnnotatedBeanDefinition.class::isInstance)
                .map(each -> ((AnnotatedBeanDefinition) each).getMetadata())
                .filter(type -> type.getAnnotations()
                        .get(Externalized.class)
                        .getValue("target", String.class)
                        .orElse("")
                        .contains(KEY))
                .forEach(type -> found.add(type.getClassName()));
        return found;
    }

    /** Finds types of all kinds, not only what can be a bean. */
    private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

        Scanner() {
            super(false);
            addIncludeFilter(new AnnotationTypeFilter(Externalized.class));
        }

        @Override
        protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
            return true;
        }
    }
}
