package io.pushcast.delivery;

import static io.pushcast.concurrency.Interleavings.check;

import io.pushcast.concurrency.Interleavings;
import io.pushcast.concurrency.Interleavings.Alone;
import io.pushcast.concurrency.Interleavings.Facts;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

public class SerialRunnerInterleavingsTest {

    private final SerialRunner runner = new SerialRunner();
    private final AtomicInteger toDo = new AtomicInteger();
    private final Facts facts = new Facts();
    private final Alone alone = new Alone(facts);

    @Test
    void findsAllThatIsRequestedOnOneThreadAtATime() {
        Interleavings.tryOut(SerialRunnerInterleavingsTest.class, 3, 2);
    }

    @Operation
    public void request() {
        toDo.incrementAndGet();
        if (runner.request()) {
            runner.run(this::work);
        }
    }

    /** The work itself may want more, as a request does that ends at once. */
    @Operation
    public void requestMoreFromWithin() {
        AtomicBoolean again = new AtomicBoolean(true);
        toDo.incrementAndGet();
        if (runner.request()) {
            runner.run(() -> {
                work();
                if (again.compareAndSet(true, false)) {
                    toDo.incrementAndGet();
                    facts.check(!runner.request(), "the work was told to run itself");
                }
            });
        }
    }

    /** As a thread does that was asked to, and comes when another has done it. */
    @Operation
    public void runIfRequested() {
        runner.run(this::work);
    }

    private void work() {
        alone.enter();
        toDo.set(0);
        alone.leave();
    }

    @Validate
    public void checkThatNothingIsLeft() {
        facts.validate();
        check(toDo.get() == 0, toDo + " left to do");
        check(!runner.isBusy(), "it is still requested");
    }
}
