package io.pushcast.http;

import io.netty.channel.EventLoop;

/**
 * A thread of the connections, and the space in which it writes requests.
 *
 * @param loop runs on that thread
 * @param head for use on that thread only
 * @param body for use on that thread only
 */
record IoThread(EventLoop loop, ByteWriter head, ByteWriter body) {

    IoThread(EventLoop loop) {
        this(loop, new ByteWriter(), new ByteWriter());
    }
}
