package io.pushcast.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.EventObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every codec writes and reads. That each passes it is what makes their texts the same. */
abstract class CodecContract {

    private static final String HERE = CodecContract.class.getName();

    enum Status {
        PAID {
            @Override
            public String toString() {
                return "paid in full";
            }
        }
    }

    record Line(String sku, int count, BigDecimal price) {}

    record Order(
            String id,
            Instant placed,
            LocalDate due,
            Duration patience,
            OffsetDateTime shipped,
            BigDecimal total,
            Status status,
            List<Line> lines,
            Map<String, Object> extras,
            @Nullable String note,
            String address) {}

    record Empty() {}

    @SuppressWarnings("UnusedMethod")
    static class Person {
        private final String name;
        private @Nullable Person friend;

        Person(String name) {
            this.name = name;
        }

        public String getName() {
            return name;
        }

        public @Nullable Person getFriend() {
            return friend;
        }
    }

    static class Failing {
        public String getBad() {
            throw new UnsupportedOperationException("not yet");
        }
    }

    record Holder(List<Object> items) {}

    private final JsonCodec codec;

    CodecContract(JsonCodec codec) {
        this.codec = codec;
    }

    @Test
    void writesRecordsTimesNumbersAndNames() {
        Map<String, Object> extras = new LinkedHashMap<>();
        extras.put("z", 1);
        extras.put("a", List.of(true, 1.5));

        assertThat(codec.write(new Order(
                        "o-1",
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        LocalDate.of(2026, 2, 1),
                        Duration.ofSeconds(90),
                        OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.ofHours(2)),
                        new BigDecimal("1E+3"),
                        Status.PAID,
                        List.of(new Line("s-1", 2, new BigDecimal("19.90"))),
                        extras,
                        null,
                        "https://example.org/a")))
                .isEqualTo("{\"id\":\"o-1\",\"placed\":\"2026-01-02T03:04:05.678Z\",\"due\":\"2026-02-01\","
                        + "\"patience\":\"PT1M30S\",\"shipped\":\"2026-01-02T03:04:05+02:00\",\"total\":1000,"
                        + "\"status\":\"PAID\",\"lines\":[{\"sku\":\"s-1\",\"count\":2,\"price\":19.90}],"
                        + "\"extras\":{\"z\":1,\"a\":[true,1.5]},\"note\":null,\"address\":\"https://example.org/a\"}");
    }

    @Test
    void writesTextAsAJsonString() {
        assertThat(codec.write("Grüße, 日本 🎉 \"quoted\" \\ \n </script>"))
                .isEqualTo("\"Grüße, 日本 🎉 \\\"quoted\\\" \\\\ \\n </script>\"");
        assertThat(codec.write("{\"json\":true}")).isEqualTo("\"{\\\"json\\\":true}\"");
    }

    @Test
    void writesPropertiesAsDeclaredAndDatesAsText() {
        assertThat(codec.write(new Person("ann"))).isEqualTo("{\"name\":\"ann\",\"friend\":null}");
        assertThat(codec.write(Date.from(Instant.parse("2026-01-02T03:04:05Z"))))
                .isEqualTo("\"2026-01-02T03:04:05.000+00:00\"");
    }

    @Test
    void writesNullAndObjectsWithoutProperties() {
        assertThat(codec.write(null)).isEqualTo("null");
        assertThat(codec.write(new Empty())).isEqualTo("{}");
    }

    @Test
    void refusesAnObjectThatRefersToItself() {
        Person ann = new Person("ann");
        ann.friend = ann;

        assertThatThrownBy(() -> codec.write(ann))
                .isInstanceOf(JsonWriteException.class)
                .hasMessageStartingWith(HERE + "$Person can't be written as JSON: ")
                .hasMessageContaining("self-reference")
                .hasMessageEndingWith("(at friend)");
    }

    @Test
    void refusesObjectsThatReferToEachOther() {
        Person ann = new Person("ann");
        Person bob = new Person("bob");
        ann.friend = bob;
        bob.friend = ann;

        assertThatThrownBy(() -> codec.write(ann))
                .isInstanceOf(JsonWriteException.class)
                .hasMessageStartingWith(HERE + "$Person can't be written as JSON: ")
                .hasMessageContaining("(at friend.friend.friend.friend.friend.friend…; it goes on like this for ")
                .hasMessageEndingWith("so there is an object that refers back to itself)")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    @Test
    void saysWhereAGetterThrew() {
        assertThatThrownBy(() -> codec.write(new Holder(List.of(1, new Failing()))))
                .isInstanceOf(JsonWriteException.class)
                .hasMessageStartingWith(HERE + "$Holder can't be written as JSON: ")
                .hasMessageContaining("not yet")
                .hasMessageEndingWith("(at items.[1].bad)")
                .hasRootCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void readsIntoJavasOwnTypes() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("z", Arrays.asList(1L, -2L, new BigDecimal("1.50"), true, false, null, List.of(), Map.of()));
        expected.put("a", "Grüße 🎉 \"\n\u0000");
        expected.put("large", new BigDecimal("92233720368547758070"));
        expected.put("long", Long.MIN_VALUE);
        expected.put("larger", new BigDecimal("1e400"));

        assertThat(codec.read(" {\"z\":[1,-2,1.50,true,false,null,[],{}],\"a\":\"Grüße \\ud83c\\udf89 \\\"\\n\\u0000\","
                        + "\"large\":92233720368547758070,\"long\":-9223372036854775808,\"larger\":1e400} "))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsExactlyEntriesOf(expected);
        assertThat(codec.read("\"text\"")).isEqualTo("text");
        assertThat(codec.read("null")).isNull();
    }

    @Test
    void readsTheLastOfMembersWithTheSameName() {
        assertThat(codec.read("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1",
                "{\"a\"}",
                "{\"a\":}",
                "{a:1}",
                "[1,]",
                "{} {}",
                "1 2",
                "nul",
                "'a'",
                "NaN",
                "01",
                "\"a",
                "\"\t\"",
                "// c\n1",
                "}",
                "1e99999999999",
                "[1e-99999999999]",
                "1e1001",
                "1e-1001"
            })
    void refusesWhatIsNotOneJsonValue(String json) {
        assertThatThrownBy(() -> codec.read(json))
                .isInstanceOf(JsonReadException.class)
                .hasMessageStartingWith("This is no JSON at line ");
    }

    @Test
    void readsOnlyWhatIsNotNestedTooDeep() {
        int depth = JsonCodec.MAX_DEPTH;

        assertThat(codec.read("[".repeat(depth) + "]".repeat(depth))).isInstanceOf(List.class);
        assertThatThrownBy(() -> codec.read("[".repeat(depth + 1) + "]".repeat(depth + 1)))
                .isInstanceOf(JsonReadException.class);
        assertThatThrownBy(() -> codec.read("[".repeat(1_000_000))).isInstanceOf(JsonReadException.class);
        assertThatThrownBy(() -> codec.read("{\"a\":".repeat(1_000_000))).isInstanceOf(JsonReadException.class);
    }

    @Test
    void readsWhatItWrote() {
        Map<String, Object> value = Map.of("a", List.of(1L, "two", new BigDecimal("3.5")), "b", Map.of());

        assertThat(codec.read(codec.write(value))).isEqualTo(value);
    }

    @Test
    void readsNamesThatAreChosenToCollide() {
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 2_048; i++) {
            json.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(colliding(i))
                    .append("\":")
                    .append(i);
        }

        assertThat(codec.read(json.append('}').toString()))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .hasSize(2_048);
        assertThat(codec.read("{\"a\":1}")).isEqualTo(Map.of("a", 1L));
    }

    /** One of 2,048 names with the same hash code. */
    private static String colliding(int number) {
        StringBuilder name = new StringBuilder();
        for (int bit = 0; bit < 11; bit++) {
            name.append((number >> bit & 1) == 0 ? "Ez" : "FY");
        }
        return name.toString();
    }

    @Test
    void saysWhereATextIsNoJsonAndNotWhatStandsThere() {
        assertThatThrownBy(() -> codec.read("{\"a\":confidential}"))
                .hasMessageStartingWith("This is no JSON at line 1, column ")
                .hasMessageNotContaining("confidential")
                .hasNoCause();
    }

    static class Changed extends EventObject {

        private static final long serialVersionUID = 1L;

        Changed() {
            super("a whole service");
        }

        public String getOrderId() {
            return "o-1";
        }
    }

    /** Annotated, and still nothing for subscribers. */
    static class Overriding extends Changed {

        private static final long serialVersionUID = 1L;

        @Override
        public Object getSource() {
            return "overridden";
        }
    }

    record Source(String source) {}

    @Test
    void neverWritesTheSourceOfAnEventObject() {
        assertThat(codec.write(new Changed())).isEqualTo("{\"orderId\":\"o-1\"}");
        assertThat(codec.write(new Overriding())).isEqualTo("{\"orderId\":\"o-1\"}");
        assertThat(codec.write(Map.of("nested", new Changed()))).isEqualTo("{\"nested\":{\"orderId\":\"o-1\"}}");
        assertThat(codec.write(new Source("is no such event"))).isEqualTo("{\"source\":\"is no such event\"}");
    }

    @Test
    void knowsWhichPropertiesItWrites() {
        assertThat(codec.writtenProperties(Source.class)).hasValue(Set.of("source"));
        assertThat(codec.writtenProperties(Changed.class)).hasValue(Set.of("orderId"));
        assertThat(codec.writtenProperties(Map.class)).isEmpty();
        assertThat(codec.writtenProperties(String.class)).isEmpty();
    }
}
