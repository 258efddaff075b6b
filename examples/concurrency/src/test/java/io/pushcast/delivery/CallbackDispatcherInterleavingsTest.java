package io.pushcast.delivery;

import static io.pushcast.concurrency.Interleavings.check;

import io.pushcast.concurrency.Interleavings;
import io.pushcast.concurrency.Interleavings.Alone;
import io.pushcast.concurrency.Interleavings.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** Calls of the application, made on an executor whose tasks run on whichever thread comes for them. */
public class CallbackDispatcherInterleavingsTest {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CallbackDispatcher callbacks = new CallbackDispatcher("test", tasks::add);
    private final AtomicInteger added = new AtomicInteger();
    private final Facts facts = new Facts();
    private final Alone alone = new Alone(facts);

    /** The numbers of the calls made. No lock: only one thread at a time may be here. */
    private final List<Integer> made = new ArrayList<>();

    @Test
    void makeEveryCallOnceInOrderAndOneAtATime() {
        Interleavings.tryOut(CallbackDispatcherInterleavingsTest.class, 3, 2);
    }

    /** Numbers are in the order of adding, which the engine's lock gives it. */
    @Operation
    public void addAndRun() {
        synchronized (added) {
            int number = added.incrementAndGet();
            callbacks.add(() -> call(number));
        }
        callbacks.run();
    }

    @Operation
    public void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void call(int number) {
        alone.enter();
        made.add(number);
        alone.leave();
    }

    @Validate
    public void checkThatAllAreMade() {
        facts.validate();
        runTasks();
        check(made.size() == added.get(), "made " + made + " of " + added);
        for (int i = 0; i < made.size(); i++) {
            check(made.get(i) == i + 1, "made in the order " + made);
        }
    }
}
