package io.pushcast.spring;

import io.pushcast.Pushcast;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Ends the publisher when its bean ends: after the beans that use it, and before those that it is made of, such as transport
 * and listeners, which it still needs for what is under way.
 */
final class PublisherEnd implements DestructionAwareBeanPostProcessor {

    private final ObjectProvider<PushcastLifecycle> lifecycle;

    PublisherEnd(ObjectProvider<PushcastLifecycle> lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public boolean requiresDestruction(Object bean) {
        return bean instanceof Pushcast pushcast && lifecycle.getObject().manages(pushcast);
    }

    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
        if (bean instanceof Pushcast pushcast) {
            lifecycle.getObject().end(pushcast);
        }
    }
}
