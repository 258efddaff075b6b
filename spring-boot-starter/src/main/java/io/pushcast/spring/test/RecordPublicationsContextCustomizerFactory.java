package io.pushcast.spring.test;

import io.pushcast.testing.RecordingPublisher;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Adds the recorder to the contexts of tests that ask for it. */
final class RecordPublicationsContextCustomizerFactory implements ContextCustomizerFactory {

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> attributes) {
        return TestContextAnnotationUtils.hasAnnotation(testClass, RecordPublications.class) ? new Recording() : null;
    }

    /** All are equal, so that tests share their contexts. */
    record Recording() implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            if (context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
                registry.registerBeanDefinition(
                        RecordingConfiguration.class.getName(), new RootBeanDefinition(RecordingConfiguration.class));
            } else {
                throw new IllegalStateException("@RecordPublications needs a context that takes beans like "
                        + RecordingPublisher.class.getSimpleName() + ", and not a " + context.getClass());
            }
        }
    }
}
