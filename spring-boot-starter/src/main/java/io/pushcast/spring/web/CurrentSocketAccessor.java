package io.pushcast.spring.web;

import io.micrometer.context.ThreadLocalAccessor;
import io.pushcast.message.SocketId;
import org.jspecify.annotations.Nullable;

/** Takes the current connection to other threads, where there is Micrometer's context propagation, which finds this. */
public final class CurrentSocketAccessor implements ThreadLocalAccessor<SocketId> {

    /** For the service loader. */
    public CurrentSocketAccessor() {}

    @Override
    public Object key() {
        return CurrentSocket.CONTEXT_KEY;
    }

    @Override
    public @Nullable SocketId getValue() {
        return CurrentSocket.get().orElse(null);
    }

    @Override
    public void setValue(SocketId socket) {
        CurrentSocket.set(socket);
    }

    @Override
    public void setValue() {
        CurrentSocket.set(null);
    }
}
