package io.pushcast.testing;

import io.pushcast.testing.protocol.ServerTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer whose time passes when a test says so. */
final class ManualTimer implements ServerTimer {

    private final List<Task> tasks = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private record Task(Duration due, Runnable run) {}

    @Override
    public void after(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), task));
    }

    /** How much time has passed. */
    Duration now() {
        return now;
    }

    /** Runs what is due at once. */
    void settle() {
        pass(Duration.ZERO);
    }

    /** Lets time pass, and runs what is due on the way. */
    void pass(Duration time) {
        Duration until = now.plus(time);
        while (true) {
            Task next = tasks.stream()
                    .filter(task -> task.due().compareTo(until) <= 0)
                    .min(Comparator.comparing(Task::due))
                    .orElse(null);
            if (next == null) {
                now = until;
                return;
            }
            tasks.remove(next);
            now = next.due();
            next.run().run();
        }
    }
}
