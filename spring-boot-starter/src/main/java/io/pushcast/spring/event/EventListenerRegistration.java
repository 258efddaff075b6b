package io.pushcast.spring.event;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Has the events of the context heard from the first to the last. A listener that is a bean would be removed when beans are
 * destroyed, and no longer hear what is published while executors end or by beans that end after it.
 */
final class EventListenerRegistration implements BeanFactoryPostProcessor, ApplicationContextAware {

    private @Nullable ApplicationContext context;

    @Override
    public void setApplicationContext(ApplicationContext context) {
        this.context = context;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (context instanceof ConfigurableApplicationContext configurable) {
            configurable.addApplicationListener(
                    new LastingListener(beans.getBeanProvider(MappedEventListener.class)));
        }
    }

    /** Finds the bean at the first event, since no beans can be had any more while they are destroyed. */
    private static final class LastingListener implements ApplicationListener<ApplicationEvent>, Ordered {

        private final ObjectProvider<MappedEventListener> beans;
        private volatile @Nullable MappedEventListener bean;

        LastingListener(ObjectProvider<MappedEventListener> beans) {
            this.beans = beans;
        }

        @Override
        public void onApplicationEvent(ApplicationEvent event) {
            MappedEventListener listener = bean;
            if (listener == null) {
                listener = beans.getObject();
                bean = listener;
            }
            listener.onApplicationEvent(event);
        }

        /** In the publisher's thread always: only there is its transaction, and only now is the event as it was published. */
        @Override
        public boolean supportsAsyncExecution() {
            return false;
        }

        /** First, so that an event comes before those that other listeners publish because of it. */
        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }
}
