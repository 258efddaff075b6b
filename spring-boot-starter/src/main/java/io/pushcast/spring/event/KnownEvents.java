package io.pushcast.spring.event;

import io.pushcast.mapping.PublishTo;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.CachingMetadataReaderFactory;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.filter.AbstractTypeHierarchyTraversingFilter;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The types in the application's packages that {@link PublishTo} maps: those that are annotated, and the classes that inherit
 * the annotation from what they extend or implement. They are looked for when they are first asked for. Safe for use by
 * several threads.
 */
public final class KnownEvents {

    private static final Logger log = LoggerFactory.getLogger(KnownEvents.class);

    private static final String METADATA_READERS =
            "org.springframework.boot.autoconfigure.internalCachingMetadataReaderFactory";

    private final SingletonSupplier<Set<Class<?>>> types;

    private KnownEvents(Supplier<Set<Class<?>>> types) {
        this.types = SingletonSupplier.of(types);
    }

    /** The types, in no particular order. */
    public Set<Class<?>> types() {
        return types.obtain();
    }

    /**
     * Those in the packages of the application that these beans are of, or where {@code pushcast.events.packages} says.
     *
     * @param beans of which none is made
     */
    static KnownEvents ofApplication(ConfigurableListableBeanFactory beans) {
        return new KnownEvents(() -> {
            ClassLoader classLoader = beans.getBeanClassLoader();
            ResourceLoader resources = new DefaultResourceLoader(classLoader);
            return in(
                    packages(beans),
                    metadataReaders(beans, resources),
                    classLoader == null ? ClassUtils.getDefaultClassLoader() : classLoader);
        });
    }

    private static List<String> packages(ConfigurableListableBeanFactory beans) {
        List<String> packages = beans.containsBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME)
                ? Binder.get(beans.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class))
                        .bind("pushcast.events.packages", Bindable.listOf(String.class))
                        .orElse(List.of())
                : List.of();
        return packages.isEmpty() && AutoConfigurationPackages.has(beans)
                ? AutoConfigurationPackages.get(beans)
                : packages;
    }

    /** That of the context, if there is one: it has read most of these classes. */
    private static MetadataReaderFactory metadataReaders(BeanFactory beans, ResourceLoader resources) {
        return beans.containsBean(METADATA_READERS)
                ? beans.getBean(METADATA_READERS, MetadataReaderFactory.class)
                : new CachingMetadataReaderFactory(resources);
    }

    /** Those in these packages and below. Their classes are read, then loaded, but not initialised. */
    private static Set<Class<?>> in(
            Collection<String> packages, MetadataReaderFactory metadata, @Nullable ClassLoader classLoader) {
        Scanner scanner = new Scanner();
        scanner.setMetadataReaderFactory(metadata);
        Set<Class<?>> types = new LinkedHashSet<>();
        // Without a package of its own, an application's would be those of all libraries.
        packages.stream().filter(each -> !each.isBlank()).forEach(each -> {
            for (BeanDefinition found : scanner.findCandidateComponents(each)) {
                load(String.valueOf(found.getBeanClassName()), classLoader, types);
            }
        });
        return Collections.unmodifiableSet(types);
    }

    private static void load(String name, @Nullable ClassLoader classLoader, Set<Class<?>> types) {
        try {
            types.add(ClassUtils.forName(name, classLoader));
        } catch (ClassNotFoundException | LinkageError e) {
            // It can't be published either.
            log.debug("The mapped type {} can't be loaded", name, e);
        }
    }

    /** Finds types of all kinds, records and interfaces included, not only what can be a bean. */
    private static final class Scanner extends ClassPathScanningCandidateComponentProvider {

        Scanner() {
            super(false);
            addIncludeFilter(new Mapped());
        }

        /** An abstract type that inherits has no events of its own. */
        @Override
        protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
            AnnotationMetadata type = definition.getMetadata();
            return type.isConcrete() || isAnnotated(type);
        }

        static boolean isAnnotated(AnnotationMetadata type) {
            return type.hasAnnotation(PublishTo.class.getName()) || type.hasAnnotation(PublishTo.List.class.getName());
        }
    }

    /** What is annotated, or extends or implements what is. */
    private static final class Mapped extends AbstractTypeHierarchyTraversingFilter {

        Mapped() {
            super(true, true);
        }

        @Override
        protected boolean matchSelf(MetadataReader type) {
            return Scanner.isAnnotated(type.getAnnotationMetadata());
        }

        @Override
        protected @Nullable Boolean matchSuperClass(String name) {
            return unlessOfJdk(name);
        }

        @Override
        protected @Nullable Boolean matchInterface(String name) {
            return unlessOfJdk(name);
        }

        /** Null is to read that type: there is no need to for those of the JDK. */
        private static @Nullable Boolean unlessOfJdk(String name) {
            return name.startsWith("java.") ? false : null;
        }
    }
}
