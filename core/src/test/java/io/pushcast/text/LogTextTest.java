package io.pushcast.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

    @Test
    void showsAnOrdinaryTextBetweenQuotes() {
        assertThat(LogText.quoted("Größe 5 €")).isEqualTo("'Größe 5 €'");
        assertThat(LogText.quoted("")).isEqualTo("''");
        assertThat(LogText.quoted(null)).isEqualTo("null");
    }

    @Test
    void leavesAPlainNameWithoutQuotes() {
        assertThat(LogText.name("private-orders.7@eu;a=b,c_d")).isEqualTo("private-orders.7@eu;a=b,c_d");
        assertThat(LogText.name("order placed")).isEqualTo("'order placed'");
        assertThat(LogText.name("")).isEqualTo("''");
        assertThat(LogText.name("order'placed")).isEqualTo("'order\\'placed'");
    }

    @Test
    void showsAnEndOfTheQuotesThatIsPartOfTheTextAsSuch() {
        assertThat(LogText.quoted("a' ERROR \\")).isEqualTo("'a\\' ERROR \\\\'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n", "\r", "\t", "\0", "\u001b", "\u007f", "\u0085", "\u00a0", "\u200b", "\u2028", "\u2029", "\u202e",
                "\u2066", "\ufeff", "\ud83d", "\ude00", "\ue000",
            })
    void escapesWhatStartsALineOrIsNotSeen(String character) {
        String shown = LogText.quoted("a" + character + "b");

        assertThat(shown).matches("'a\\\\(n|r|t|u[0-9A-F]{4})b'");
        assertThat(LogText.name("a" + character + "b")).isEqualTo(shown);
    }

    @Test
    void shortensALongTextAndTellsItsLength() {
        String shown = LogText.quoted("x".repeat(1_000_000));

        assertThat(shown).hasSizeLessThan(240).endsWith("x…' (1000000 characters)");
        assertThat(LogText.line("y".repeat(1_000_000))).hasSizeLessThan(240).endsWith("y… (1000000 characters)");
        assertThat(LogText.quoted("z".repeat(LogText.MAX_SHOWN))).isEqualTo("'" + "z".repeat(200) + "'");
    }

    @Test
    void doesNotCutACharacterInTwo() {
        assertThat(LogText.quoted("x".repeat(199) + "\ud83d\ude00".repeat(9))).contains("x\ud83d\ude00…'");
    }

    @Test
    void putsWhatAServerAnsweredOnOneLine() {
        assertThat(LogText.line("\ufeff<html>\r\n  <title>Sign in</title>\n\u202e</html>\n"))
                .isEqualTo("<html> <title>Sign in</title> \\u202E</html>");
        assertThat(LogText.line(null)).isEmpty();
        assertThat(LogText.line(" ".repeat(1_000_000) + "x")).isEqualTo("… (1000001 characters)");
    }

    @Test
    void showsTheFirstOfManyNames() {
        assertThat(LogText.names(List.of("a", "b\n"))).isEqualTo("[a, 'b\\n']");
        assertThat(LogText.names(Collections.nCopies(100, "c"))).isEqualTo("[c, c, c, c, c, c, c, c, c, c, … 90 more]");
    }

    @Test
    void makesOneShortLineOfAnyText() {
        Random random = new Random(20260301);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(600);
            for (int i = 0; i < length; i++) {
                text.append((char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x10000)));
            }
            for (String shown : List.of(LogText.quoted(text.toString()), LogText.line(text.toString()))) {
                assertThat(shown.codePoints().map(Character::getType))
                        .doesNotContain(
                                (int) Character.CONTROL,
                                (int) Character.FORMAT,
                                (int) Character.SURROGATE,
                                (int) Character.LINE_SEPARATOR,
                                (int) Character.PARAGRAPH_SEPARATOR);
                assertThat(shown.length()).isLessThan(6 * LogText.MAX_SHOWN + 40);
            }
        }
    }
}
