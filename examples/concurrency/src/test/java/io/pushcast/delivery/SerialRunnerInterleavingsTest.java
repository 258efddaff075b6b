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

    private final SerialRunner rounds = new SerialRunner();
    private final AtomicInteger toDo = new AtomicInteger();
    private final Facts facts = new Facts();
    private final Alone alone = new Alone(facts);

    @Test
    void findAllThatIsWantedOnOneThreadAtATime() {
        Interleavings.tryOut(SerialRunnerInterleavingsTest.class, 3, 2);
    }

    @Operation
    public void want() {
        toDo.incrementAndGet();
        if (rounds.want()) {
            rounds.make(this::round);
        }
    }

    /** The work itself may want more, as a request does that ends at once. */
    @Operation
    public void wantMoreFromWithin() {
        AtomicBoolean again = new AtomicBoolean(true);
        toDo.incrementAndGet();
        if (rounds.want()) {
            rounds.make(() -> {
                round();
                if (again.compareAndSet(true, false)) {
                    toDo.incrementAndGet();
                    facts.check(!rounds.want(), "the work was told to make rounds itself");
                }
            });
        }
    }

    /** As a thread does that was asked to, and comes when another has done it. */
    @Operation
    public void makeIfWanted() {
        rounds.make(this::round);
    }

    private void round() {
        alone.enter();
        toDo.set(0);
        alone.leave();
    }

    @Validate
    public void checkThatNothingIsLeft() {
        facts.validate();
        check(toDo.get() == 0, toDo + " left to do");
        check(!rounds.areWanted(), "rounds are still wanted");
    }
}
