package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.SignatureUtil;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HmacTest {

    private static final String SECRET = "7ad3773142a6692b25b8";

    @Test
    void signsAsTheOfficialClientDoes() {
        Hmac hmac = new Hmac(SECRET);

        for (String text : List.of("", "a", "POST\n/apps/3/events\nauth_key=k", "é€😀", "x".repeat(1_000))) {
            assertThat(hmac.sign(text)).isEqualTo(SignatureUtil.sign(text, SECRET));
        }
    }

    @Test
    void isNotChangedByBeingUsedFromSeveralThreads() {
        Hmac hmac = new Hmac(SECRET);

        assertThat(IntStream.range(0, 2_000).parallel().mapToObj(i -> hmac.sign("text " + i % 7)))
                .hasSize(2_000)
                .containsOnly(IntStream.range(0, 7)
                        .mapToObj(i -> SignatureUtil.sign("text " + i, SECRET))
                        .toArray(String[]::new));
    }
}
