package io.pushcast.spring;

import io.pushcast.Pushcast;
import io.pushcast.pusher.PusherApp;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Beans for each of {@code pushcast.apps}: {@code euPushcast} and {@code euPusherApp} for the app {@code eu}. Nobody gets them
 * without the qualifier {@code eu}, so that they don't stand in the way of the app without a name. A bean of the application's
 * own with such a name takes the place of ours.
 */
final class NamedApps implements ImportBeanDefinitionRegistrar {

    private static final String APP = "PusherApp";
    private static final String PUBLISHER = "Pushcast";

    private final Environment environment;

    NamedApps(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        for (String name : namesIn(environment)) {
            register(registry, name, name + APP, App.class, PusherApp.class);
            register(registry, name, publisherBean(name), Publisher.class, Pushcast.class);
        }
    }

    /** The name of the bean that publishes to the app of a name. */
    static String publisherBean(String name) {
        return name + PUBLISHER;
    }

    static Set<String> namesIn(Environment environment) {
        return Binder.get(environment)
                .bind("pushcast.apps", Bindable.mapOf(String.class, Object.class))
                .map(Map::keySet)
                .orElse(Set.of());
    }

    private static void register(
            BeanDefinitionRegistry registry,
            String name,
            String beanName,
            Class<? extends FactoryBean<?>> factory,
            Class<?> type) {
        if (registry.containsBeanDefinition(beanName)
                || (registry instanceof BeanFactory beans && beans.containsBean(beanName))) {
            // One of the application's own, or that of a parent context.
            return;
        }
        RootBeanDefinition definition = new RootBeanDefinition(factory);
        definition.setAutowireMode(AbstractBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
        definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
        definition.setDefaultCandidate(false);
        registry.registerBeanDefinition(beanName, definition);
    }

    /** The app of a name. */
    static final class App implements SmartFactoryBean<PusherApp> {

        private final String name;
        private final PushcastProperties properties;
        private @Nullable PusherApp app;

        App(String name, PushcastProperties properties) {
            this.name = name;
            this.properties = properties;
        }

        @Override
        public PusherApp getObject() {
            PusherApp made = app;
            if (made == null) {
                PushcastProperties.App given = properties.apps().get(name);
                if (given == null) {
                    throw new PushcastConfigurationException(
                            "There is no property below pushcast.apps." + name + ".",
                            "Set those of the app, or take the name away.");
                }
                made = AppProperties.app("pushcast.apps." + name, given);
                app = made;
            }
            return made;
        }

        @Override
        public Class<?> getObjectType() {
            return PusherApp.class;
        }

        /** What is wrong is found at the start. */
        @Override
        public boolean isEagerInit() {
            return true;
        }
    }

    /** The publisher of a name. */
    static final class Publisher implements SmartFactoryBean<Pushcast>, DisposableBean {

        private final String name;
        private final BeanFactory beans;
        private final PublisherFactory publishers;
        private final PushcastLifecycle lifecycle;
        private @Nullable Pushcast pushcast;

        Publisher(String name, BeanFactory beans, PublisherFactory publishers, PushcastLifecycle lifecycle) {
            this.name = name;
            this.beans = beans;
            this.publishers = publishers;
            this.lifecycle = lifecycle;
        }

        @Override
        public Pushcast getObject() {
            // Beans made for it may ask for all publishers, and so for this one.
            publishers.prepare();
            Pushcast made = pushcast;
            if (made == null) {
                made = publishers.named(name, beans.getBean(name + APP, PusherApp.class));
                pushcast = made;
            }
            return made;
        }

        /** Before what it is made of. */
        @Override
        public void destroy() {
            Pushcast made = pushcast;
            if (made != null) {
                lifecycle.end(made);
            }
        }

        @Override
        public Class<?> getObjectType() {
            return Pushcast.class;
        }

        /** What is wrong is found at the start. */
        @Override
        public boolean isEagerInit() {
            return true;
        }
    }
}
