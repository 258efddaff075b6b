package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundNameResolverTest {

    private final DefaultEventExecutor executor = new DefaultEventExecutor(new DefaultThreadFactory("lookup", true));
    private final BackgroundNameResolver resolver = new BackgroundNameResolver(executor);

    @AfterEach
    void stop() {
        executor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void doesNotBlockTheCaller() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        executor.execute(() -> {
            try {
                busy.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        Future<InetAddress> one = resolver.resolve("localhost");
        Future<List<InetAddress>> all = resolver.resolveAll("localhost");

        assertThat(one.isDone()).isFalse();
        assertThat(all.isDone()).isFalse();
        busy.countDown();
        assertThat(one.get(20, TimeUnit.SECONDS).isLoopbackAddress()).isTrue();
        assertThat(all.get(20, TimeUnit.SECONDS)).allMatch(InetAddress::isLoopbackAddress);
    }

    @Test
    void saysThatAHostIsUnknown() throws Exception {
        Future<List<InetAddress>> none = resolver.resolveAll("no-such-host.invalid");

        assertThat(none.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(none.cause()).isInstanceOf(UnknownHostException.class);
    }
}
