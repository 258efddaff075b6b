package io.pushcast.examples.benchmarks;

import com.pusher.rest.PusherAsync;
import com.pusher.rest.data.Event;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * What a diligent user of {@code PusherAsync} would write: batches of ten, so many under way at a time. With one under way
 * they arrive in order; with several they don't.
 */
final class HandMadeBatches extends Contender {

    private static final int SIZE = 10;

    private final PusherAsync pusher;
    private final int inFlight;
    private final Semaphore places;
    private List<Event> batch = new ArrayList<>(SIZE);

    HandMadeBatches(PusherApp app, int inFlight) {
        this(app, inFlight, JsonCodec.detect());
    }

    HandMadeBatches(PusherApp app, int inFlight, JsonCodec json) {
        super("PusherAsync, batches of ten, " + inFlight + " in flight");
        this.pusher = OfficialClient.async(app, inFlight, json);
        this.inFlight = inFlight;
        this.places = new Semaphore(inFlight);
    }

    @Override
    void publish(OrderPlaced order) throws InterruptedException {
        batch.add(new Event(order.channel(), OrderPlaced.NAME, order));
        if (batch.size() == SIZE) {
            places.acquire();
            trigger(batch);
            batch = new ArrayList<>(SIZE);
        }
    }

    // Its completion is counted where it happens.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void trigger(List<Event> events) {
        pusher.trigger(events).whenComplete((result, failure) -> {
            places.release();
            if (OfficialClient.isSuccess(result)) {
                delivered(events.size());
            } else {
                failed(events.size());
            }
        });
    }

    @Override
    public void close() {
        places.acquireUninterruptibly(inFlight);
        ResourceCloser.close(pusher);
    }
}
