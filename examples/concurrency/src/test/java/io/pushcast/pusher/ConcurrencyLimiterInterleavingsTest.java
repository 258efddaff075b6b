package io.pushcast.pusher;

import static io.pushcast.concurrency.Interleavings.check;

import io.pushcast.concurrency.Interleavings;
import io.pushcast.concurrency.Interleavings.Facts;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

public class ConcurrencyLimiterInterleavingsTest {

    private static final int PLACES = 2;

    private final ConcurrencyLimiter gate = new ConcurrencyLimiter(PLACES);
    private final Facts facts = new Facts();
    private final AtomicInteger came = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();

    /** Those inside who leave when a thread has them do so, as requests end when their answer comes. */
    private final Queue<Runnable> leaving = new ConcurrentLinkedQueue<>();

    @Test
    void letsAllInAndNeverMoreThanThereArePlaces() {
        Interleavings.tryOut(ConcurrencyLimiterInterleavingsTest.class, 3, 2);
    }

    @Operation
    public void comeAndStay() {
        came.incrementAndGet();
        gate.enter(() -> {
            enter();
            leaving.add(this::leave);
        });
    }

    @Operation
    public void comeAndLeaveAtOnce() {
        came.incrementAndGet();
        gate.enter(() -> {
            enter();
            leave();
        });
    }

    @Operation
    public void haveOneLeave() {
        Runnable one = leaving.poll();
        if (one != null) {
            one.run();
        }
    }

    private void enter() {
        facts.check(inside.incrementAndGet() <= PLACES, "more are inside than there are places");
        entered.incrementAndGet();
    }

    private void leave() {
        inside.decrementAndGet();
        gate.leave();
    }

    @Validate
    public void checkThatAllCameIn() {
        facts.validate();
        check(entered.get() == came.get() || inside.get() == PLACES, "some wait though there is a place");
        for (Runnable one = leaving.poll(); one != null; one = leaving.poll()) {
            one.run();
        }
        check(entered.get() == came.get(), entered + " of " + came + " came in");
        check(inside.get() == 0, inside + " never left");
    }
}
