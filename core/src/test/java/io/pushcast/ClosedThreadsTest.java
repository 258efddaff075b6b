package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.Pusher;
import com.pusher.rest.data.Result;
import io.pushcast.pusher.OfficialClientTransport;
import io.pushcast.transport.Transport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** That a publisher's threads have ended when {@code close()} returns. */
class ClosedThreadsTest {

    private static final int TIMES = 200;

    @Test
    void endTheirWorkBeforeCloseReturns() throws Exception {
        assertThatNoneIsLeft(AcceptingTransport::new);
    }

    @Test
    @SuppressWarnings("try") // The official client may be interrupted when it is closed.
    void endThoseOfABlockingClientToo() throws Exception {
        assertThatNoneIsLeft(() -> OfficialClientTransport.on(new Pusher("1", "key", "secret") {
            @Override
            public Result trigger(List<String> channels, String event, Object data, String socketId) {
                return Result.fromHttpCode(200, "{}");
            }
        }));
    }

    private static void assertThatNoneIsLeft(Supplier<Transport> transports) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            String name = "closed-" + i;
            try (Pushcast pushcast =
                    Pushcast.builder().name(name).transport(transports.get()).build()) {
                pushcast.to("a")
                        .named("e")
                        .payload(i)
                        .publish()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS);
            }
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(left -> left.startsWith("pushcast-") && left.endsWith(name))
                    .noneMatch(left -> left.startsWith("pushcast-official-client-"));
        }
    }
}
