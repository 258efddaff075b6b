package io.pushcast.examples.benchmarks;

import com.pusher.rest.Pusher;
import io.pushcast.pusher.PusherApp;

/** {@code Pusher}, the blocking client, used from so many threads with a connection for each. */
final class BlockingClient extends Contender {

    private final Pusher pusher;
    private final int threads;

    BlockingClient(PusherApp app, int threads) {
        super("Pusher, from " + threads + " threads");
        this.pusher = OfficialClient.blocking(app, threads);
        this.threads = threads;
    }

    @Override
    int threads() {
        return threads;
    }

    @Override
    void publish(OrderPlaced order) {
        if (OfficialClient.isSuccess(pusher.trigger(order.channel(), OrderPlaced.NAME, order))) {
            delivered(1);
        } else {
            failed(1);
        }
    }

    @Override
    public void close() {
        ResourceCloser.close(pusher);
    }
}
