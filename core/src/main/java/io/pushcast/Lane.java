package io.pushcast;

import io.pushcast.delivery.DeliveryEngine;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.message.DeliveryListener;
import io.pushcast.message.DeliveryStatus;
import io.pushcast.message.Limits;
import io.pushcast.resilience.ResilienceSettings;
import io.pushcast.resilience.ResilientTransport;
import io.pushcast.resilience.RetrySchedule;
import io.pushcast.transport.Transport;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way of messages to one app: delivery, resilience, transport. Several apps are several lanes. */
final class Lane implements DeliveryStatus {

    private static final Logger log = LoggerFactory.getLogger(Pushcast.class);

    private final String name;
    private final DeliveryEngine engine;
    private final ResilientTransport transport;
    private final DeliveryListener listener;

    /** A lane that delivers; what a listener throws at its start comes out of here. */
    Lane(
            String name,
            Transport sender,
            ResilienceSettings resilience,
            DeliverySettings delivery,
            Limits limits,
            DeliveryListener listener,
            @Nullable Executor callbacks) {
        this.name = name;
        this.listener = listener;
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
        start();
        log.info("The publisher '{}' has started: {}", name, sender);
    }

    private void start() {
        try {
            listener.onStarted(this);
        } catch (Throwable t) {
            // Others may have begun before the one that threw.
            listener.onClosed();
            throw t;
        }
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
            listener.onClosed();
            log.info("The publisher '{}' is closed", name);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int bufferedMessages() {
        return engine.bufferedMessages();
    }

    @Override
    public long bufferedBytes() {
        return engine.bufferedBytes();
    }

    @Override
    public Duration oldestAge() {
        return engine.oldestAge();
    }

    @Override
    public int requestsInFlight() {
        return engine.inFlight();
    }

    @Override
    public ServerState server() {
        return transport.state();
    }
}
