package io.pushcast.health;

import io.pushcast.message.DeliveryStatus;
import java.time.Duration;

/** A publisher in whatever state. */
final class ManualStatus implements DeliveryStatus {

    Duration oldestAge = Duration.ZERO;
    ServerState server = ServerState.SERVING;
    double bufferUsed;

    @Override
    public String name() {
        return "1";
    }

    @Override
    public String transport() {
        return "ManualTransport";
    }

    @Override
    public int bufferedMessages() {
        return 3;
    }

    @Override
    public long bufferedBytes() {
        return 300;
    }

    @Override
    public double bufferUsed() {
        return bufferUsed;
    }

    @Override
    public Duration oldestAge() {
        return oldestAge;
    }

    @Override
    public int requestsInFlight() {
        return 2;
    }

    @Override
    public ServerState server() {
        return server;
    }
}
