package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChannelPatternPropertyTest {

    @Property
    void readsBackTheValuesThatWerePutIn(@ForAll("patterns") String text, @ForAll("texts") List<String> texts) {
        ChannelPattern pattern = ChannelPattern.parse(text);
        String forbidden = AnyPattern.forbidden(text);
        Map<String, String> values = AnyPattern.values(
                pattern, texts.stream().map(value -> without(forbidden, value)).toList());
        String name = AnyPattern.fill(text, values);
        Assume.that(ChannelName.Type.of(name) == pattern.type());

        assertThat(pattern.match(ChannelName.of(name))).hasValue(values);
    }

    @Property(tries = 5_000)
    void matchesOnlyWhatPuttingTheValuesInGives(@ForAll("patterns") String text, @ForAll("names") String name) {
        ChannelPattern pattern = ChannelPattern.parse(text);
        Optional<Map<String, String>> values = pattern.match(ChannelName.of(name));

        values.ifPresent(found -> assertThat(AnyPattern.fill(text, found)).isEqualTo(name));
    }

    @Property(tries = 5_000)
    void letsNoNameEscape(@ForAll("patterns") String text, @ForAll("texts") List<String> texts) {
        ChannelPattern pattern = ChannelPattern.parse(text);
        // Whatever values a client makes up, with separators, dots and prefixes of other kinds in them.
        String name = AnyPattern.fill(text, AnyPattern.values(pattern, texts));
        Optional<Map<String, String>> values = pattern.match(ChannelName.of(name));
        Assume.that(values.isPresent());

        assertThat(ChannelName.Type.of(name)).isEqualTo(pattern.type());
        assertThat(values.orElseThrow().keySet()).containsExactlyElementsOf(pattern.parameters());
        values.orElseThrow().forEach((parameter, value) -> {
            assertThat(value).isNotEmpty();
            if (!text.contains("{" + parameter + "...}")) {
                assertThat(value).doesNotContain(AnyPattern.forbidden(text).split(""));
            }
        });
    }

    @Property
    void matchesNothingWithMoreBehindOrBefore(@ForAll("closed") String text, @ForAll("texts") List<String> texts) {
        ChannelPattern pattern = ChannelPattern.parse(text);
        String forbidden = AnyPattern.forbidden(text);
        Map<String, String> values = AnyPattern.values(
                pattern, texts.stream().map(value -> without(forbidden, value)).toList());
        String name = AnyPattern.fill(text, values);

        assertThat(pattern.match(ChannelName.of(name + ".a"))).isEmpty();
        assertThat(pattern.match(ChannelName.of("a" + name))).isEmpty();
    }

    @Property(tries = 5_000)
    void letsNoVariantTakeWhatItWasNotAskedFor(
            @ForAll("patterns") String text, @ForAll("names") String name, @ForAll ChannelName.Type type) {
        ChannelPattern pattern = ChannelPattern.parse(text);
        Optional<ChannelPattern> variant = variant(pattern, type);
        Assume.that(variant.isPresent());

        Optional<Map<String, String>> values = variant.get().match(ChannelName.of(name));

        assertThat(variant.get().type()).isEqualTo(type);
        assertThat(variant.get().parameters()).isEqualTo(pattern.parameters());
        values.ifPresent(found -> {
            assertThat(ChannelName.Type.of(name)).isEqualTo(type);
            assertThat(name)
                    .isEqualTo(type.prefix()
                            + AnyPattern.fill(text, found)
                                    .substring(pattern.type().prefix().length()));
        });
    }

    private static Optional<ChannelPattern> variant(ChannelPattern pattern, ChannelName.Type type) {
        try {
            return Optional.of(pattern.variants(type).get(0));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Provide
    Arbitrary<String> patterns() {
        return AnyPattern.text();
    }

    /** Patterns without a parameter that takes dots. */
    @Provide
    Arbitrary<String> closed() {
        return AnyPattern.text().filter(text -> !text.contains("..."));
    }

    @Provide
    Arbitrary<String> names() {
        return AnyPattern.name();
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return AnyPattern.texts();
    }

    private static String without(String characters, String value) {
        StringBuilder rest = new StringBuilder();
        value.chars().filter(c -> characters.indexOf(c) < 0).forEach(c -> rest.append((char) c));
        return rest.isEmpty() ? "a" : rest.toString();
    }
}
