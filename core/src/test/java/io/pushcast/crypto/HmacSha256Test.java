package io.pushcast.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.pusher.rest.SignatureUtil;
import io.pushcast.http.ByteWriter;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class HmacSha256Test {

    private static final String SECRET = "7ad3773142a6692b25b8";

    @Test
    void signsAsTheOfficialClientDoes() {
        HmacSha256 hmac = new HmacSha256(SECRET);

        for (String text : List.of(
                "", "a", "POST\n/apps/3/events\nauth_key=k", "é€😀", "key=é", "x".repeat(512), "x".repeat(1_000))) {
            assertThat(signature(hmac, text)).isEqualTo(SignatureUtil.sign(text, SECRET));
        }
    }

    private static String signature(HmacSha256 hmac, String text) {
        return HexFormat.of().formatHex(hmac.sign(new ByteWriter().utf8(text)));
    }
}
