package io.pushcast.examples.benchmarks;

import com.pusher.rest.PusherAsync;
import com.pusher.rest.data.Result;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** {@code PusherAsync} as its README shows it, with so many requests under way at a time. */
final class AsyncOneByOne extends Contender {

    private final PusherAsync pusher;
    private final int inFlight;
    private final Semaphore places;

    AsyncOneByOne(PusherApp app, int inFlight) {
        super("PusherAsync, one by one, " + inFlight + " in flight");
        this.pusher = OfficialClient.async(app, inFlight, JsonCodec.detect());
        this.inFlight = inFlight;
        this.places = new Semaphore(inFlight);
    }

    @Override
    // Its completion is counted where it happens.
    @SuppressWarnings("FutureReturnValueIgnored")
    void publish(OrderPlaced order) throws InterruptedException {
        places.acquire();
        trigger(order).whenComplete((result, failure) -> {
            places.release();
            if (OfficialClient.isSuccess(result)) {
                delivered(1);
            } else {
                failed(1);
            }
        });
    }

    private CompletableFuture<Result> trigger(OrderPlaced order) {
        return pusher.trigger(order.channel(), OrderPlaced.NAME, order);
    }

    SingleEventPublisher alone() {
        return new SingleEventPublisher() {
            @Override
            public String name() {
                return "PusherAsync";
            }

            @Override
            public CompletionStage<Result> send(OrderPlaced order) {
                return trigger(order);
            }

            @Override
            public void close() {
                AsyncOneByOne.this.close();
            }
        };
    }

    @Override
    public void close() {
        places.acquireUninterruptibly(inFlight);
        ResourceCloser.close(pusher);
    }
}
