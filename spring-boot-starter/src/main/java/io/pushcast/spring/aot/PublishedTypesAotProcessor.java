package io.pushcast.spring.aot;

import io.pushcast.spring.event.KnownEvents;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotContribution;
import org.springframework.beans.factory.aot.BeanFactoryInitializationAotProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Checks the application's annotated events when it is built, and lets a native image read their properties and write them as
 * JSON.
 */
final class PublishedTypesAotProcessor implements BeanFactoryInitializationAotProcessor {

    @Override
    public @Nullable BeanFactoryInitializationAotContribution processAheadOfTime(
            ConfigurableListableBeanFactory beans) {
        if (beans.getBeanNamesForType(KnownEvents.class, true, false).length == 0) {
            return null;
        }
        KnownEvents events = KnownEvents.ofApplication(beans);
        events.verify();
        return (generation, code) -> register(events, generation.getRuntimeHints());
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
