package io.pushcast.examples.benchmarks;

import io.pushcast.Pushcast;
import io.pushcast.PushcastBuilder;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.Delivery;
import io.pushcast.message.DeliveryException;
import io.pushcast.message.DeliveryListener;
import io.pushcast.pusher.PusherApp;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Pushcast as it comes: order, retry and breaker on, 8 requests in flight, publishing waits when the buffer is full. */
final class PushcastContender extends Contender {

    private final Pushcast pushcast;

    private PushcastContender(UnaryOperator<PushcastBuilder> settings) {
        super("Pushcast");
        this.pushcast =
                settings.apply(Pushcast.builder().listener(new Counter())).build();
    }

    static PushcastContender to(PusherApp app) {
        return with(builder -> builder.app(app));
    }

    static PushcastContender with(UnaryOperator<PushcastBuilder> settings) {
        return new PushcastContender(settings);
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
