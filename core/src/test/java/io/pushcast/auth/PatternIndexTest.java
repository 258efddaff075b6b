package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple.Tuple2;

class PatternIndexTest {

    private static long comparisons(int rules, IntFunction<String> pattern) {
        PatternIndex index = new PatternIndex();
        for (int i = 0; i < rules; i++) {
            ChannelPattern next = ChannelPattern.parse(pattern.apply(i));
            assertThat(index.overlapping(next)).isEmpty();
            index.add(next);
        }
        return index.comparisons();
    }

    /** Four times as many rules are compared four times as often, and not sixteen times; some room for longer numbers. */
    @Example
    void comparesAsOftenAsThereAreRules() {
        List<IntFunction<String>> kinds = List.of(
                i -> "private-thing" + i + ".{id}",
                i -> "private-{tenant}.thing" + i,
                i -> "private-{tenant}.{id}.thing" + i,
                i -> "presence-a.{tenant}-thing" + i + ".x{id}",
                i -> "private-thing" + i);

        for (IntFunction<String> kind : kinds) {
            long few = comparisons(1_000, kind);
            assertThat(comparisons(4_000, kind)).isLessThan(few * 6);
            assertThat(few).isLessThan(60_000);
        }
    }

    @Example
    void findsThoseThatOverlapInTheirOrder() {
        PatternIndex index = new PatternIndex();
        List<String> patterns =
                List.of("private-a.{x}", "private-{x}.b", "private-c", "presence-a.{x}", "private-{x}.{y...}");
        patterns.forEach(text -> index.add(ChannelPattern.parse(text)));

        assertThat(index.overlapping(ChannelPattern.parse("private-a.b")))
                .hasToString("[private-a.{x}, private-{x}.b, private-{x}.{y...}]");
        assertThat(index.overlapping(ChannelPattern.parse("private-d.e.f"))).hasToString("[private-{x}.{y...}]");
        assertThat(index.overlapping(ChannelPattern.parse("private-d"))).isEmpty();
    }

    @Property(tries = 1_500)
    void missesNoneThatHasANameInCommon(@ForAll("pairs") List<Tuple2<String, String>> pairs) {
        List<ChannelPattern> patterns = pairs.stream()
                .flatMap(pair -> List.of(pair.get1(), pair.get2()).stream())
                .map(ChannelPattern::parse)
                .toList();
        PatternIndex index = new PatternIndex();
        for (int i = 0; i < patterns.size(); i++) {
            ChannelPattern next = patterns.get(i);
            List<ChannelPattern> expected = new ArrayList<>(IntStream.range(0, i)
                    .mapToObj(patterns::get)
                    .filter(earlier -> PatternOverlap.commonName(earlier, next).isPresent())
                    .toList());
            assertThat(index.overlapping(next)).containsAll(expected);
            index.add(next);
        }
    }

    @Provide
    Arbitrary<List<Tuple2<String, String>>> pairs() {
        return AnyPattern.pair().list().ofMinSize(1).ofMaxSize(3);
    }
}
