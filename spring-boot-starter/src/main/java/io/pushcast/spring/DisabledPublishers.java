package io.pushcast.spring;

import io.pushcast.EventPublisher;
import io.pushcast.Pushcast;
import io.pushcast.transport.Transport;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Publishers that do nothing, in place of those that the properties would have made. */
final class DisabledPublishers implements ImportBeanDefinitionRegistrar {

    private final Environment environment;

    DisabledPublishers(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        if (((ListableBeanFactory) registry).getBeanNamesForType(EventPublisher.class, true, false).length == 0) {
            registry.registerBeanDefinition("pushcast", definition("disabled"));
        }
        for (String name : NamedApps.namesIn(environment)) {
            String bean = NamedApps.publisherBean(name);
            if (!registry.containsBeanDefinition(bean)) {
                RootBeanDefinition definition = definition(name);
                definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
                definition.setDefaultCandidate(false);
                registry.registerBeanDefinition(bean, definition);
            }
        }
    }

    private static RootBeanDefinition definition(String name) {
        RootBeanDefinition definition = new RootBeanDefinition(DisabledPublishers.class);
        definition.setFactoryMethodName("nowhere");
        definition.setTargetType(Pushcast.class);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setLazyInit(true);
        definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        definition.setDestroyMethodName("close");
        return definition;
    }

    /** Needs no JSON library, which may not be there. */
    static Pushcast nowhere(String name) {
        return Pushcast.builder()
                .name(name)
                .transport(Transport.toNowhere())
                .json(value -> "null")
                .build();
    }
}
