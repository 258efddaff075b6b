package io.pushcast.spring;

import io.pushcast.Pushcast;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;

/**
 * Ends the publisher when its bean ends: after the beans that use it, and before those that it is made of, such as transport
 * and listeners, which it still needs for what is under way. A publisher of the application's own is left alone.
 */
final class PublisherShutdown implements DestructionAwareBeanPostProcessor {

    private volatile @Nullable PushcastLifecycle lifecycle;

    /** Has publishers end as this lifecycle says, which is made before them. */
    void by(PushcastLifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    @Override
    public boolean requiresDestruction(Object bean) {
        PushcastLifecycle known = lifecycle;
        return known != null && bean instanceof Pushcast pushcast && known.manages(pushcast);
    }

    @Override
    public void postProcessBeforeDestruction(Object bean, String name) {
        PushcastLifecycle known = lifecycle;
        if (known != null && bean instanceof Pushcast pushcast) {
            known.end(pushcast);
        }
    }
}
