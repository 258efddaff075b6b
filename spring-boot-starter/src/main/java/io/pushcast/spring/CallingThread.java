package io.pushcast.spring;

import org.springframework.util.ClassUtils;
import reactor.core.scheduler.Schedulers;

/** Whether the calling thread may wait for something, which event loops must not: others would wait for it in turn. */
public final class CallingThread {

    private static final boolean REACTOR =
            ClassUtils.isPresent("reactor.core.scheduler.Schedulers", CallingThread.class.getClassLoader());

    private CallingThread() {}

    /** Whether it may; false on what Reactor knows as a thread that must not, as those of WebFlux and of R2DBC drivers are. */
    public static boolean mayBlock() {
        return !REACTOR || !EventLoops.isOne();
    }

    /** Loaded only where Reactor is present. */
    private static final class EventLoops {

        static boolean isOne() {
            return Schedulers.isInNonBlockingThread();
        }
    }
}
