package io.pushcast.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Patterns and names as they could be, for property tests. */
final class AnyPattern {

    static final String LEGAL = "abcxyzABCXYZ0189_-=@,.;";

    private AnyPattern() {}

    /** A pattern as a list of texts: those of even index stand for themselves, those of odd index are parameters. */
    static Arbitrary<String> text() {
        Arbitrary<String> prefix = Arbitraries.of(
                "private-",
                "presence-",
                "private-cache-",
                "presence-cache-",
                "private-encrypted-",
                "private-encrypted-cache-");
        Arbitrary<String> start =
                Arbitraries.oneOf(string("abc-.", 0, 4), Arbitraries.of("c", "cache", "encrypted", "encrypted-cache"));
        Arbitrary<List<String>> between = Combinators.combine(string("-_=@,.;", 1, 2), string("ab-.", 0, 2))
                .as(String::concat)
                .list()
                .ofMaxSize(3);
        return Combinators.combine(
                        prefix, start, between, Arbitraries.integers().between(0, 2))
                .as((type, first, literals, end) -> {
                    StringBuilder pattern = new StringBuilder(type + first);
                    for (int i = 0; i < literals.size(); i++) {
                        pattern.append("{p").append(i).append("}").append(literals.get(i));
                    }
                    return pattern.append(List.of("", "{last}", "{last...}").get(end))
                            .toString();
                });
    }

    /** Two patterns: any, or the second is like the first with texts for some parameters, or one for all behind a place. */
    static Arbitrary<Tuple2<String, String>> pair() {
        Arbitrary<Tuple2<String, String>> alike = Combinators.combine(
                        text(), texts(), Arbitraries.integers().between(0, 15), Arbitraries.of(true, false))
                .as((pattern, texts, which, swapped) -> {
                    Map<String, String> values = values(ChannelPattern.parse(pattern), texts);
                    values.keySet().removeIf(name -> (which >> (name.charAt(1) % 4) & 1) == 0);
                    String variant = fill(pattern, values);
                    return swapped ? Tuple.of(variant, pattern) : Tuple.of(pattern, variant);
                });
        Arbitrary<Tuple2<String, String>> cut =
                text().map(pattern -> Tuple.of(pattern.replaceFirst("\\{.*", "{rest...}"), pattern));
        Arbitrary<Tuple2<String, String>> any =
                Combinators.combine(text(), text()).as(Tuple::of);
        return Arbitraries.oneOf(alike, cut, any);
    }

    /** Four texts for parameters: harmless ones, and such as a client makes up to reach other channels. */
    static Arbitrary<List<String>> texts() {
        Arbitrary<String> text = Arbitraries.oneOf(
                string("abcAZ019_", 1, 3),
                string(LEGAL, 1, 10),
                Arbitraries.of("cache-a", "encrypted-a", "a.b", "a-b", "-", ".", "7.admin", "presence-x"));
        return text.list().ofSize(4);
    }

    /** Names near to what patterns match, and far from it. */
    static Arbitrary<String> name() {
        Arbitrary<String> start = Arbitraries.of(
                "private-",
                "presence-",
                "private-cache-",
                "presence-cache-",
                "private-encrypted-",
                "private-encrypted-cache-",
                "cache-",
                "");
        Arbitrary<String> rest = Arbitraries.oneOf(string("ab-.", 1, 8), string(LEGAL, 1, 20));
        return Combinators.combine(start, rest).as(String::concat);
    }

    /** Whether it is a channel's name that Pusher would take, written without the help of what is tested. */
    static boolean isChannel(String text) {
        return text.matches("[A-Za-z0-9_=@,.;-]{1,164}");
    }

    static Arbitrary<String> string(String characters, int min, int max) {
        return Arbitraries.strings()
                .withChars(characters.toCharArray())
                .ofMinLength(min)
                .ofMaxLength(max);
    }

    /** The pattern's text with values in the parameters' places, written without the help of what is tested. */
    static String fill(String pattern, Map<String, String> values) {
        String filled = pattern;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("{" + value.getKey() + "}", value.getValue())
                    .replace("{" + value.getKey() + "...}", value.getValue());
        }
        return filled;
    }

    /** Values for all parameters, taken in turn from some texts. */
    static Map<String, String> values(ChannelPattern pattern, List<String> texts) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> parameters = new ArrayList<>(pattern.parameters());
        for (int i = 0; i < parameters.size(); i++) {
            values.put(parameters.get(i), texts.get(i % texts.size()));
        }
        return values;
    }

    /** The characters that, by the documentation, no parameter of the pattern but {@code {x...}} takes. */
    static String forbidden(String pattern) {
        StringBuilder forbidden = new StringBuilder(".");
        for (int i = 0; i + 1 < pattern.length(); i++) {
            if (pattern.charAt(i) == '}') {
                forbidden.append(pattern.charAt(i + 1));
            }
        }
        return forbidden.toString();
    }
}
