package io.pushcast.examples.benchmarks;

import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.pusher.OfficialClientTransport;
import io.pushcast.pusher.PusherApp;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Pushcast as it comes: order, retry and breaker on, 8 requests in flight, publishing waits when the buffer is full. */
final class PushcastContender extends Contender {

    private final Pushcast pushcast;

    private PushcastContender(String name, UnaryOperator<PushcastBuilder> settings) {
        super(name);
        this.pushcast =
                settings.apply(Pushcast.builder().listener(new Counter())).build();
    }

    static PushcastContender to(PusherApp app) {
        return with(builder -> builder.app(app));
    }

    static PushcastContender with(UnaryOperator<PushcastBuilder> settings) {
        return new PushcastContender("Pushcast", settings);
    }

    /** Around a client of Pusher's, which stays open. */
    static PushcastContender through(OfficialClientTransport transport) {
        return new PushcastContender(
                "Pushcast, through `OfficialClientTransport`", builder -> builder.transport(transport));
    }

    @Override
    // The listener is told of every outcome.
    @SuppressWarnings("FutureReturnValueIgnored")
    void publish(OrderPlaced order) {
        pushcast.publish(order);
    }

    SingleEventPublisher alone() {
        return new SingleEventPublisher() {
            @Override
            public String name() {
                return PushcastContender.this.name();
            }

            @Override
            public CompletionStage<Delivery> send(OrderPlaced order) {
                return pushcast.publish(order);
            }

            @Override
            public void close() {
                PushcastContender.this.close();
            }
        };
    }

    @Override
    public void close() {
        pushcast.close();
    }

    /** Fails what is left instead of delivering it. */
    void abort() {
        pushcast.close(Duration.ZERO);
    }

    private final class Counter implements DeliveryListener {

        @Override
        public void onDelivered(ChannelMessage message, Delivery delivery) {
            delivered(1);
        }

        @Override
        public void onFailed(ChannelMessage message, DeliveryException failure) {
            failed(1);
        }
    }
}
