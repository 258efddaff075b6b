package io.pushcast.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pusher.rest.crypto.CryptoUtil;
import com.pusher.rest.data.EncryptedMessage;
import io.pushcast.message.ChannelName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EncryptionKeysTest {

    private static final String OLD = base64(1);
    private static final String NEW = base64(2);
    private static final ChannelName CHANNEL = ChannelName.of("private-encrypted-orders");
    private static final String TEXT = "{\"name\":\"Änna 😀\"}";

    private final EncryptionKeys keys = EncryptionKeys.of(NEW, OLD);

    @Test
    void makesAnEnvelopeThatTheOfficialClientOpens() {
        JsonNode envelope = JsonMapper.shared().readTree(keys.encrypt(CHANNEL, TEXT));

        assertThat(envelope.propertyNames()).containsExactly("nonce", "ciphertext");
        assertThat(new CryptoUtil(NEW)
                        .decrypt(
                                CHANNEL.value(),
                                new EncryptedMessage(
                                        envelope.get("nonce").asString(),
                                        envelope.get("ciphertext").asString())))
                .isEqualTo(TEXT);
    }

    @Test
    void opensWhatTheOfficialClientMade() {
        EncryptedMessage made = new CryptoUtil(OLD).encrypt(CHANNEL.value(), TEXT.getBytes(StandardCharsets.UTF_8));

        assertThat(keys.decrypt(CHANNEL, made.getNonce(), made.getCiphertext())).isEqualTo(TEXT);
    }

    @Test
    void encryptsWithTheNewestKeyAndDecryptsWithAll() {
        String before = EncryptionKeys.of(OLD).encrypt(CHANNEL, TEXT);
        String now = keys.encrypt(CHANNEL, TEXT);

        assertThat(keys.decrypt(CHANNEL, before)).isEqualTo(TEXT);
        assertThat(keys.decrypt(CHANNEL, now)).isEqualTo(TEXT);
        assertThat(EncryptionKeys.of(NEW).decrypt(CHANNEL, now)).isEqualTo(TEXT);
        assertThatThrownBy(() -> EncryptionKeys.of(OLD).decrypt(CHANNEL, now))
                .isInstanceOf(DecryptionException.class)
                .hasMessage(
                        "What came on private-encrypted-orders can't be decrypted: none of the 1 keys fits, or it was"
                                + " changed on its way");
    }

    @Test
    void encryptsForOneChannelOnly() {
        String envelope = keys.encrypt(CHANNEL, TEXT);

        assertThatThrownBy(() -> keys.decrypt(ChannelName.of("private-encrypted-other"), envelope))
                .isInstanceOf(DecryptionException.class);
    }

    @Test
    void neverMakesTheSameEnvelopeTwice() {
        assertThat(keys.encrypt(CHANNEL, TEXT)).isNotEqualTo(keys.encrypt(CHANNEL, TEXT));
    }

    @Test
    void givesSubscribersTheHashOfChannelAndNewestKeyWithPadding() throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest((CHANNEL.value() + "\2".repeat(32)).getBytes(StandardCharsets.UTF_8));

        assertThat(keys.sharedSecret(CHANNEL))
                .isEqualTo(Base64.getEncoder().encodeToString(hash))
                .hasSize(44)
                .endsWith("=")
                .startsWith(new CryptoUtil(NEW).generateBase64EncodedSharedSecret(CHANNEL.value()));
    }

    @Test
    void takesKeysInHexToo() {
        String hex =
                HexFormat.of().withUpperCase().formatHex(Base64.getDecoder().decode(NEW));

        assertThat(EncryptionKeys.of(" " + hex + "\n").decrypt(CHANNEL, keys.encrypt(CHANNEL, TEXT)))
                .isEqualTo(TEXT);
    }

    @Test
    void ignoresWhatElseAnEnvelopeHas() {
        String envelope =
                keys.encrypt(CHANNEL, TEXT).replace("{", "{\"v\":[1],").replace("/", "\\/");

        assertThat(keys.decrypt(CHANNEL, envelope)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "             | it is no JSON object",
                "{            | it is no JSON;",
                "[]           | it is no JSON object",
                "{}           | its nonce is missing or no text",
                "{'nonce':{}} | its nonce is missing or no text",
                "{'nonce':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'} | its ciphertext is missing or no text",
                "{'nonce':'~','ciphertext':''}                | its nonce is no base64",
                "{'nonce':'AAAA','ciphertext':''}             | its nonce has 3 bytes and must have 24",
                "{'nonce':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA','ciphertext':'AAAA'} | its ciphertext has 3 bytes and must have 16",
                "{'nonce':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA','ciphertext':'!'}    | its ciphertext is no base64",
            },
            quoteCharacter = '"')
    void saysWhatIsWrongWithAnEnvelope(String envelope, String wrong) {
        assertThatThrownBy(() -> keys.decrypt(CHANNEL, envelope == null ? "" : envelope.replace('\'', '"')))
                .isInstanceOf(DecryptionException.class)
                .hasMessageStartingWith("What came on private-encrypted-orders can't be decrypted: " + wrong);
    }

    @Test
    void survivesAnEnvelopeThatIsNestedDeeply() {
        assertThatThrownBy(() -> keys.decrypt(CHANNEL, "[".repeat(1_000_000))).isInstanceOf(DecryptionException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {10_240, 10_000, 1_000, 88, 84})
    void knowsHowMuchTextFits(int envelopeBytes) {
        int max = EncryptionKeys.maxTextBytes(envelopeBytes);

        assertThat(keys.encrypt(CHANNEL, "x".repeat(max)).length()).isLessThanOrEqualTo(envelopeBytes);
        assertThat(keys.encrypt(CHANNEL, "x".repeat(max + 1)).length()).isGreaterThan(envelopeBytes);
    }

    @Test
    void knowsPushersLimit() {
        assertThat(EncryptionKeys.maxTextBytes(10_240)).isEqualTo(7_619);
        assertThat(EncryptionKeys.maxTextBytes(10)).isZero();
    }

    @Test
    void refusesWrongKeysWithoutShowingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionKeys.of(NEW, "c2VjcmV0"))
                .withMessage(
                        "The encryption key at place 2 has 6 bytes; a key is 32 bytes in base64 (44 characters) or hex"
                                + " (64), such as `openssl rand -base64 32` gives");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionKeys.of("not a key"))
                .withMessageStartingWith("The encryption key at place 1 is neither base64 nor hex")
                .withNoCause();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionKeys.of(NEW, OLD, NEW))
                .withMessage("The encryption key at place 3 is there already, at an earlier place");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionKeys.of(List.of()))
                .withMessage("There must be one encryption key at least; there is none");
    }

    @Test
    void showsOnlyHowManyKeysThereAre() {
        assertThat(keys).hasToString("EncryptionKeys[2]");
    }

    private static String base64(int each) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) each);
        return Base64.getEncoder().encodeToString(key);
    }

    @Test
    void saysWhichKeyIsMissing() {
        assertThatThrownBy(() -> EncryptionKeys.of((String) null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The encryption key at place 1 is missing");
        assertThatThrownBy(() -> EncryptionKeys.of("00".repeat(32), (String) null))
                .hasMessageStartingWith("The encryption key at place 2 is missing");
    }
}
