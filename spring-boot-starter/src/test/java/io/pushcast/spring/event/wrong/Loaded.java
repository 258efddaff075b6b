package io.pushcast.spring.event.wrong;

import java.util.concurrent.atomic.AtomicBoolean;

/** Whether the type beside it was initialised. */
public final class Loaded {

    public static final AtomicBoolean initialised = new AtomicBoolean();

    private Loaded() {}
}
