package io.pushcast.pusher;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledHeapByteBuf;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The arrays into which the bodies of requests are written: a few of them, which go from one request to the next. Safe for
 * use by several threads.
 *
 * <p>An array comes back when Netty has sent its bytes and releases the body. A body that is never sent, because the request
 * ends before, is left to the garbage collector with its array: nothing is lost but the saving.
 */
final class BodyBuffers {

    private static final int SMALLEST = 4 << 10;

    /** A larger one is not kept, so that a few large payloads don't hold memory for ever. */
    private static final int LARGEST_KEPT = 64 << 10;

    private final BlockingQueue<byte[]> free;

    /** @param most how many are kept; as many as requests are under way at a time */
    BodyBuffers(int most) {
        this.free = new ArrayBlockingQueue<>(most);
    }

    /** An array with room for so many bytes. */
    byte[] take(int size) {
        byte[] array = free.poll();
        return array != null && array.length >= size ? array : new byte[Math.max(size, SMALLEST)];
    }

    /** The first so many bytes of an array as a body. It owns the array from now on. */
    ByteBuf body(byte[] array, int length) {
        return new Body(array, length);
    }

    private void giveBack(byte[] array) {
        if (array.length <= LARGEST_KEPT) {
            free.offer(array);
        }
    }

    private final class Body extends UnpooledHeapByteBuf {

        Body(byte[] array, int length) {
            super(UnpooledByteBufAllocator.DEFAULT, array, array.length);
            writerIndex(length);
        }

        @Override
        protected void freeArray(byte[] array) {
            giveBack(array);
        }
    }
}
