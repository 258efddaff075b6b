package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonObjectTextTest {

    private static final JsonMapper PLAIN = JsonMapper.shared();
    private static final JsonMapper INDENTED =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void findsAMemberOfTheObjectItselfOnly(@ForAll("objects") Map<String, Object> object, @ForAll boolean indented) {
        assertThat(JsonObjectText.has(write(object, indented), "_id")).isEqualTo(object.containsKey("_id"));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void addsAMemberBehindTheOthers(@ForAll("objects") Map<String, Object> object, @ForAll boolean indented) {
        Map<String, Object> expected = new LinkedHashMap<>(object);
        expected.put("added", "v");

        String text = JsonObjectText.with(write(object, indented), "added", "\"v\"");

        assertThat(PLAIN.readTree(text)).isEqualTo(PLAIN.valueToTree(expected));
        assertThat(PLAIN.readTree(text).propertyNames()).last().isEqualTo("added");
    }

    @Test
    void knowsAnObjectByItsBrace() {
        assertThat(JsonObjectText.isObject("{}")).isTrue();
        assertThat(JsonObjectText.isObject(" \n{ }\n")).isTrue();
        assertThat(List.of("[]", "\"{}\"", "1", "null", "", " ")).noneMatch(JsonObjectText::isObject);
    }

    @Test
    void survivesTextThatIsNoJson() {
        assertThat(List.of("{\"_id\"", "{\"_id\":", "\"_id\"}:", "{\"\\", "{\"_id\\\":1}"))
                .filteredOn(text -> JsonObjectText.has(text, "_id"))
                .containsExactly("{\"_id\":");
    }

    @Provide
    Arbitrary<Map<String, Object>> objects() {
        return objects(2);
    }

    private static Arbitrary<Map<String, Object>> objects(int depth) {
        Arbitrary<String> text = Arbitraries.oneOf(
                Arbitraries.of("_id", "\"_id\"", "\"_id\":", "{\"_id\":1}", "\\", "\\\"_id", "}", "a", ""),
                Arbitraries.strings().ofMaxLength(6));
        Arbitrary<Object> value =
                Arbitraries.oneOf(text.asGeneric(), Arbitraries.of(1, true, 1.5).asGeneric());
        if (depth > 0) {
            Arbitrary<Map<String, Object>> within = objects(depth - 1);
            value = Arbitraries.oneOf(
                    value, within.asGeneric(), within.list().ofMaxSize(2).asGeneric());
        }
        return Arbitraries.maps(text.filter(name -> !name.equals("added")), value)
                .ofMaxSize(4);
    }

    private static String write(Map<String, Object> object, boolean indented) {
        return (indented ? INDENTED : PLAIN).writeValueAsString(object);
    }
}
