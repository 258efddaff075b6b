package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.pushcast.http.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonByteWriterTest {

    @Test
    void escapesOnlyWhatMustBe() {
        assertThat(written("a\"b\\c/<>&'\u007f")).isEqualTo("\"a\\\"b\\\\c/<>&'\u007f\"");
        assertThat(written("\n\r\t\b\u001f")).isEqualTo("\"\\n\\r\\t\\u0008\\u001f\"");
    }

    @Test
    void writesALoneSurrogateAsAQuestionMark() {
        assertThat(written("a\uD83Db")).isEqualTo("\"a?b\"");
        assertThat(written("a\uDE00")).isEqualTo("\"a?\"");
        assertThat(written("\uD83D")).isEqualTo("\"?\"");
    }

    @Test
    void everyCharacterIsReadAgainAsItWas() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }

        assertThat(JsonParser.parseString(written(all.toString())).getAsString().equals(all.toString()))
                .isTrue();
    }

    @Test
    void growsWhereverTheRoomEnds() {
        Random random = new Random(1);
        String[] pieces = {"a", "\"", "\u0001", "é", "€", "😀"};
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            ByteWriter bytes = new ByteWriter();
            int before = 500 + random.nextInt(20);
            bytes.write(new byte[before]);

            new JsonByteWriter(bytes).string(text.toString());

            assertThat(JsonParser.parseString(text(bytes).substring(before)).getAsString())
                    .isEqualTo(text.toString());
        }
    }

    private static String written(String text) {
        ByteWriter bytes = new ByteWriter();
        new JsonByteWriter(bytes).string(text);
        return text(bytes);
    }

    private static String text(ByteWriter bytes) {
        return new String(bytes.array(), 0, bytes.length(), StandardCharsets.UTF_8);
    }
}
