package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyBuffersTest {

    private final BodyBuffers arrays = new BodyBuffers(1);

    @Test
    void anArrayComesBackWhenItsBodyIsReleased() {
        byte[] array = arrays.take(10);
        ByteBuf body = arrays.body(array, 10);

        assertThat(arrays.take(10)).isNotSameAs(array);
        body.release();
        assertThat(arrays.take(10)).isSameAs(array);
    }

    @Test
    void anArrayIsNotUsedAgainWhileSomebodyRetainsItsBody() {
        byte[] array = arrays.take(10);
        ByteBuf body = arrays.body(array, 10);
        ByteBuf part = body.retainedSlice(2, 4);

        body.release();
        assertThat(arrays.take(10)).isNotSameAs(array);
        part.release();
        assertThat(arrays.take(10)).isSameAs(array);
    }

    @Test
    void aBodyIsTheBytesThatWereWritten() {
        byte[] array = arrays.take(3);
        System.arraycopy("abc".getBytes(StandardCharsets.US_ASCII), 0, array, 0, 3);

        assertThat(arrays.body(array, 2).toString(StandardCharsets.US_ASCII)).isEqualTo("ab");
    }

    @Test
    void anArrayThatIsTooSmallIsReplaced() {
        arrays.body(new byte[5], 0).release();

        assertThat(arrays.take(6)).hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void keepsNoMoreThanItMayAndNoLargeOnes() {
        byte[] first = arrays.take(10);
        byte[] second = arrays.take(10);
        arrays.body(first, 0).release();
        arrays.body(second, 0).release();
        assertThat(arrays.take(10)).isSameAs(first);
        assertThat(arrays.take(10)).isNotSameAs(second);

        byte[] large = arrays.take(1 << 20);
        arrays.body(large, 0).release();
        assertThat(arrays.take(10)).isNotSameAs(large);
    }
}
