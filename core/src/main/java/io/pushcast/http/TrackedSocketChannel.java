package io.pushcast.http;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.nio.NioSocketChannel;

/** A socket that knows how much of the current request it was handed. For use on its event loop only. */
final class TrackedSocketChannel extends NioSocketChannel {

    private boolean begun;
    private boolean drained;

    /** A new request is about to be written. */
    void expectRequest() {
        begun = false;
        drained = false;
    }

    /** Whether at least one byte of the request was handed to the operating system. */
    boolean hasBegunRequest() {
        return begun;
    }

    /** Whether all of it was. */
    boolean hasSentRequest() {
        return begun && drained;
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer pending) throws Exception {
        int before = pending.size();
        try {
            super.doWrite(pending);
        } finally {
            begun |= pending.size() < before || pending.currentProgress() > 0;
            drained = pending.isEmpty();
        }
    }
}
