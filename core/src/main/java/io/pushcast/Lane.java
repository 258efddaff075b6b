package io.pushcast;

import io.pushcast.delivery.DeliveryEngine;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.Limits;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.resilience.ResilientTransport;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The way of messages to one app: delivery, resilience, transport. Several apps are several lanes. */
final class Lane {

    private final DeliveryEngine engine;
    private final Transport transport;

    Lane(
            String name,
            Transport sender,
            ResilienceSettings resilience,
            DeliverySettings delivery,
            Limits limits,
            DeliveryListener listener,
            @Nullable Executor callbacks) {
        this.transport = new ResilientTransport(name, sender, resilience, System::nanoTime);
        this.engine = new DeliveryEngine(
                name,
                transport,
                new RetrySchedule(
                        name, resilience, () -> ThreadLocalRandom.current().nextDouble()),
                delivery,
                limits,
                listener,
                callbacks,
                System::nanoTime);
        engine.start();
    }

    DeliveryEngine engine() {
        return engine;
    }

    void close(Duration timeout) {
        try {
            engine.close(timeout);
        } finally {
            transport.close();
        }
    }
}
