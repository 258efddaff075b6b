package io.pushcast.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pushcast.message.ChannelName;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What comes back from outside can be anything: it is decrypted if it is ours, and refused in one way if it is not. */
class EncryptionKeysPropertyTest {

    private static final EncryptionKeys KEYS = EncryptionKeys.of("A".repeat(43) + "=", "B".repeat(42) + "A=");
    private static final ChannelName CHANNEL = ChannelName.of("private-encrypted-a");

    @Property
    void givesBackEveryText(@ForAll String text) {
        String asUtf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(KEYS.decrypt(CHANNEL, KEYS.encrypt(CHANNEL, text))).isEqualTo(asUtf8);
    }

    @Property
    void refusesWhatIsNotOurs(@ForAll("envelopes") String envelope) {
        assertThat(catchThrowable(() -> KEYS.decrypt(CHANNEL, envelope)))
                .isInstanceOf(DecryptionException.class)
                .hasMessageStartingWith("What came on private-encrypted-a can't be decrypted: ")
                .hasNoCause();
    }

    @Property
    void refusesNoncesAndCiphertextsThatAreNotOurs(
            @ForAll @Size(max = 40) byte[] nonce, @ForAll @Size(max = 40) byte[] ciphertext) {
        Base64.Encoder base64 = Base64.getEncoder();

        assertThat(catchThrowable(
                        () -> KEYS.decrypt(CHANNEL, base64.encodeToString(nonce), base64.encodeToString(ciphertext))))
                .isInstanceOf(DecryptionException.class);
    }

    @Property
    void refusesEnvelopesWithAnotherCharacter(@ForAll("positions") int position, @ForAll("base64") char character) {
        StringBuilder envelope = new StringBuilder(KEYS.encrypt(CHANNEL, "text"));
        int at = envelope.indexOf("ciphertext") + 13 + position;
        envelope.setCharAt(at, envelope.charAt(at) == character ? '~' : character);

        assertThat(catchThrowable(() -> KEYS.decrypt(CHANNEL, envelope.toString())))
                .isInstanceOf(DecryptionException.class);
    }

    @Provide
    Arbitrary<String> envelopes() {
        Arbitrary<String> value = Arbitraries.oneOf(
                Arbitraries.strings().withChars("AB+/=").ofMaxLength(44).map(text -> '"' + text + '"'),
                Arbitraries.of("null", "1", "true", "[]", "{}", "\"\\u0000\"", "NaN", "\"", ""),
                Arbitraries.strings().ofMaxLength(5));
        return Arbitraries.oneOf(
                Combinators.combine(value, value)
                        .as((nonce, ciphertext) -> "{\"nonce\":" + nonce + ",\"ciphertext\":" + ciphertext + "}"),
                value,
                Arbitraries.strings());
    }

    /** Of the ciphertext of four bytes, without the last characters, where some bits mean nothing. */
    @Provide
    Arbitrary<Integer> positions() {
        return Arbitraries.integers().between(0, 25);
    }

    @Provide
    Arbitrary<Character> base64() {
        return Arbitraries.chars().range('A', 'Z').range('a', 'z').numeric();
    }
}
