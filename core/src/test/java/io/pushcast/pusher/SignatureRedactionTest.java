package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;

class SignatureRedactionTest {

    private static final String SECRET = "7ad3773142a6692b25b8";
    private static final String URL = "https://host/apps/3/events?auth_key=k&auth_signature=abc123&more=1";

    @Test
    void takesSignaturesAndTheSecretOutOfAText() {
        assertThat(SignatureRedaction.text("to '" + URL + "' with " + SECRET, SECRET))
                .isEqualTo("to 'https://host/apps/3/events?auth_key=k&(signature)&more=1' with (secret)");
        assertThat(SignatureRedaction.text("sent " + "0f".repeat(32) + ".", SECRET))
                .isEqualTo("sent (signature).");
    }

    @Test
    void takesSignaturesOutOfAnEncodedAddress() {
        String hex = "b4".repeat(32);
        for (String equals : new String[] {"=", "%3D", "%3d", "%253D", "\\u003d", "&#61;"}) {
            String shown = SignatureRedaction.text("next=%2Fevents%3Fauth_signature" + equals + hex + "%26x", SECRET);

            assertThat(shown).as(equals).doesNotContain("b4b4").contains("(signature)", "%26x");
        }
        assertThat(SignatureRedaction.text("sig%3D" + hex, SECRET)).doesNotContain("b4b4");
    }

    @Test
    void leavesOtherTextAlone() {
        String text = "Payload " + "0f".repeat(40) + " too large";

        assertThat(SignatureRedaction.text(text, SECRET)).isEqualTo(text);
    }

    @Test
    void handsOnACauseThatShowsNothing() {
        Throwable cause = new ConnectException("refused");

        assertThat(SignatureRedaction.cause(cause, SECRET)).isSameAs(cause);
    }

    @Test
    void replacesACauseThatShowsASignature() {
        Throwable own = new IOException("no answer from " + URL);
        Throwable below = new IOException("no answer", new IllegalStateException(URL));
        Throwable beside = new IOException("no answer");
        beside.addSuppressed(new IllegalStateException(URL));

        for (Throwable cause : new Throwable[] {own, below, beside}) {
            Throwable clean = SignatureRedaction.cause(cause, SECRET);
            assertThat(clean)
                    .hasMessageStartingWith("java.io.IOException: no answer")
                    .hasNoCause()
                    .hasNoSuppressedExceptions();
            assertThat(clean.getMessage()).doesNotContain("abc123");
            assertThat(clean.getStackTrace()).isEqualTo(cause.getStackTrace());
        }
    }

    @Test
    void doesNotFollowAChainOfCausesForEver() {
        Exception first = new IOException("first");
        Exception second = new IOException("second", first);
        first.initCause(second);

        assertThat(SignatureRedaction.cause(first, SECRET))
                .hasMessage("java.io.IOException: first")
                .hasNoCause();
    }

    @Test
    void takesAShortSecretForNoSecret() {
        assertThat(SignatureRedaction.text("a test of errors", "s")).isEqualTo("a test of errors");
        assertThat(SignatureRedaction.text("the secret differs", "secret")).isEqualTo("the secret differs");
        Throwable cause = new ConnectException("refused");
        assertThat(SignatureRedaction.cause(cause, "refuse")).isSameAs(cause);
    }
}
