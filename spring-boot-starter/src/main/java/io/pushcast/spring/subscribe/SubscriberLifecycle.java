package io.pushcast.spring.subscribe;

import io.pushcast.subscribe.Subscriber;
import java.time.Duration;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * When the application's subscriber works: it starts after everything else, and stops before everything else, so that handlers
 * find what they need. A subscriber without a channel is not started. A context that is started again goes on.
 */
final class SubscriberLifecycle implements SmartLifecycle, DisposableBean {

    private final Subscriber subscriber;
    private final Duration closeTimeout;
    private volatile boolean running;

    SubscriberLifecycle(Subscriber subscriber, Duration closeTimeout) {
        this.subscriber = subscriber;
        this.closeTimeout = closeTimeout;
    }

    @Override
    public void start() {
        if (!subscriber.status().subscriptions().isEmpty()) {
            subscriber.start();
        }
        running = true;
    }

    @Override
    public void stop() {
        subscriber.stop(closeTimeout);
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    @Override
    public void destroy() {
        subscriber.close(closeTimeout);
    }
}
