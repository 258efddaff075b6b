package io.pushcast.testing.protocol;

import java.time.Duration;

/** Does things later, on the server's thread. */
public interface ServerTimer {

    /** Zero is later too: after what is going on now. */
    void after(Duration delay, Runnable task);
}
