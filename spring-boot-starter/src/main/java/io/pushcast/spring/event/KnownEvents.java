package io.pushcast.spring.event;

import io.pushcast.mapping.PublishTo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/**
 * The types of events in the application's packages that are annotated with {@link PublishTo} themselves. Subtypes are mapped
 * as well, but not listed. Immutable and safe for use by several threads.
 */
public final class KnownEvents {

    private static final Logger log = LoggerFactory.getLogger(KnownEvents.class);

    private final Set<Class<?>> types;

    private KnownEvents(Set<Class<?>> types) {
        this.types = Collections.unmodifiableSet(types);
    }

    /** The types, in no particular order. */
    public Set<Class<?>> types() {
        return types;
    }

    /** Those in these packages and below. Their classes are read, then loaded, but not initialised. */
    static KnownEvents in(Collection<String> packages, MetadataReaderFactory metadata, ClassLoader classLoader) {
        Scanner scanner = new Scanner();
        scanner.setMetadataReaderFactory(metadata);
        Set<Class<?>> types = new LinkedHashSet<>();
        for (String each : packages) {
            for (BeanDefinition found : scanner.findCandidateComponents(each)) {
                load(String.valueOf(found.getBeanClassName()), classLoader, types);
            }
        }
        return new KnownEvents(types);
    }

    private static void load(String name, ClassLoader classLoader, Set<Class<?>> types) {
        try {
            types.add(ClassUtils.forName(name, classLoader));
        } catch (ClassNotFoundException | LinkageError e) {
            // It can't be published either.
            log.debug("The annotated type {} can't be loaded", name, e);
        }
    }

    /** Finds annotated types of all kinds, records and interfaces included, not only what can be a bean. */
    private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

        Scanner() {
            super(false);
            addIncludeFilter(new AnnotationTypeFilter(PublishTo.class, false, true));
            addIncludeFilter(new AnnotationTypeFilter(PublishTo.List.class, false, true));
        }

        @Override
        protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
            return true;
        }
    }
}
