package io.pushcast.testing;

import java.time.Duration;

/** Does things later, on the server's thread. */
interface ServerTimer {

    /** Zero is later too: after what is going on now. */
    void after(Duration delay, Runnable task);
}
