package io.pushcast.pusher;

import io.netty.resolver.DefaultNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.util.List;

/**
 * Asks the operating system for addresses, on a thread of its own: that call blocks, and AsyncHttpClient would make it
 * on the thread that sends.
 */
final class BackgroundNameResolver extends DefaultNameResolver {

    BackgroundNameResolver(EventExecutor executor) {
        super(executor);
    }

    @Override
    protected void doResolve(String host, Promise<InetAddress> promise) throws Exception {
        executor().execute(() -> {
            try {
                super.doResolve(host, promise);
            } catch (Exception e) {
                promise.tryFailure(e);
            }
        });
    }

    @Override
    protected void doResolveAll(String host, Promise<List<InetAddress>> promise) throws Exception {
        executor().execute(() -> {
            try {
                super.doResolveAll(host, promise);
            } catch (Exception e) {
                promise.tryFailure(e);
            }
        });
    }
}
