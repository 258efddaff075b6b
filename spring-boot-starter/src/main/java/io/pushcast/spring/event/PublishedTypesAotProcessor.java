package io.pushcast.spring.event;

import io.pushcast.mapping.EventMappings;
import io.pushcast.spring.PushcastConfigurationException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Checks the events that annotations map when the application is built, and lets a native image read their properties and
 * write them as JSON. With mappings of the application's own, which are not there yet and may take the place of an annotation,
 * what is wrong is only logged; the start fails then.
 */
final class PublishedTypesAotProcessor implements BeanFactoryInitializationAotProcessor {

    private static final Logger log = LoggerFactory.getLogger(PublishedTypesAotProcessor.class);

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beans) {
        if (beans.getBeanNamesForType(KnownEvents.class, true, false).length == 0) {
            return null;
        }
        KnownEvents events = KnownEvents.ofApplication(beans);
        if (verifies(beans)) {
            verify(events, hasOwnMappings(beans));
        }
        return (generation, code) -> register(events, generation.getRuntimeHints());
    }

    private static boolean verifies(ConfigurableListableBeanFactory beans) {
        return !beans.containsBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME)
                || Binder.get(beans.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class))
                        .bind("pushcast.events.verify", Boolean.class)
                        .orElse(true);
    }

    private static boolean hasOwnMappings(ConfigurableListableBeanFactory beans) {
        return !Arrays.equals(
                beans.getBeanNamesForType(EventMappings.class, true, false), new String[] {"pushcastEventMappings"});
    }

    private static void verify(KnownEvents events, boolean onlyLog) {
        EventMappings annotations = EventMappings.ofAnnotations();
        for (Class<?> type : events.types()) {
            try {
                EventVerification.verify(annotations, type);
            } catch (PushcastConfigurationException e) {
                if (!onlyLog) {
                    throw e;
                }
                log.warn("{} The application will not start unless its EventMappings map {}.", e.getMessage(), type);
            }
        }
    }

    private static void register(KnownEvents events, RuntimeHints hints) {
        BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();
        for (Class<?> type : events.types()) {
            binding.registerReflectionHints(hints.reflection(), type);
            hints.reflection()
                    .registerType(
                            type,
                            MemberCategory.INVOKE_PUBLIC_METHODS,
                            MemberCategory.INVOKE_DECLARED_METHODS,
                            MemberCategory.ACCESS_PUBLIC_FIELDS);
        }
    }
}
