package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelName;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple.Tuple2;

class PatternOverlapTest {

    @Example
    void findsTheShortestNameThatBothMatch() {
        assertThat(common("private-{tenant}.orders", "private-acme.{what}")).hasValue("private-acme.orders");
        assertThat(common("private-{a}", "private-{b}")).hasValue("private-z");
        assertThat(common("private-a.{x}", "private-b.{x}")).isEmpty();
        assertThat(common("private-{a}", "private-{a}.{b}")).isEmpty();
        assertThat(common("private-{a...}", "private-{a}.{b}")).hasValue("private-z.z");
        assertThat(common("private-{a}", "presence-{a}")).isEmpty();
        assertThat(common("private-{a}", "private-cache-{a}")).isEmpty();
    }

    /** What begins like another kind of channel is no name that a pattern matches. */
    @Example
    void heedsTheKindOfChannel() {
        assertThat(common("private-{a}-b", "private-cache{rest...}")).hasValue("private-cachez-b");
        assertThat(common("private-cache{a}", "private-{a}-{b}")).hasValue("private-cachez-z");
        assertThat(covers("private-{a}", "private-cache{rest}")).isTrue();
        assertThat(covers("private-{a}", "private-cache-{rest}")).isFalse();
    }

    @Example
    void knowsWhatCoversWhat() {
        assertThat(covers("private-{a}", "private-{b}")).isTrue();
        assertThat(covers("private-{a}", "private-b")).isTrue();
        assertThat(covers("private-b", "private-{a}")).isFalse();
        assertThat(covers("private-b", "private-a.private-b")).isFalse();
        assertThat(covers("private-{a...}", "private-{a}.{b}")).isTrue();
        assertThat(covers("private-{a}.{b}", "private-x.{b}")).isTrue();
        assertThat(covers("private-{a}-{b}", "private-{b}")).isFalse();
        // It looks wider, but its values have no hyphen, and the other's may.
        assertThat(covers("private-{a}-{b}", "private-x-{b}")).isFalse();
        assertThat(covers("private-{a}", "presence-{a}")).isFalse();
    }

    @Property
    void givesAnExampleThatBothMatch(@ForAll("pairs") Tuple2<String, String> pair) {
        common(pair.get1(), pair.get2()).ifPresent(name -> {
            assertThat(matches(pair.get1(), name)).isTrue();
            assertThat(matches(pair.get2(), name)).isTrue();
        });
    }

    @Property(tries = 2_000)
    void missesNoNameThatBothMatch(@ForAll("pairs") Tuple2<String, String> pair, @ForAll("texts") List<String> texts) {
        String one = pair.get1();
        String other = pair.get2();
        String name = AnyPattern.fill(other, AnyPattern.values(ChannelPattern.parse(other), texts));
        boolean both = matches(one, name) && matches(other, name);

        assertThat(!both || common(one, other).isPresent()).isTrue();
    }

    @Property(tries = 2_000)
    void coversOnlyWhatItMatches(@ForAll("pairs") Tuple2<String, String> pair, @ForAll("texts") List<String> texts) {
        String one = pair.get1();
        String other = pair.get2();
        String name = AnyPattern.fill(other, AnyPattern.values(ChannelPattern.parse(other), texts));
        boolean escapes = matches(other, name) && !matches(one, name);

        assertThat(escapes && covers(one, other)).isFalse();
    }

    @Property
    void isCoveredByItself(@ForAll("patterns") String pattern) {
        assertThat(covers(pattern, pattern)).isTrue();
        assertThat(common(pattern, pattern)).isPresent();
    }

    @Property
    void coversOnlyWhatItOverlaps(@ForAll("pairs") Tuple2<String, String> pair) {
        String one = pair.get1();
        String other = pair.get2();

        assertThat(covers(one, other) && common(one, other).isEmpty()).isFalse();
        assertThat(common(one, other).isPresent()).isEqualTo(common(other, one).isPresent());
    }

    @Provide
    Arbitrary<String> patterns() {
        return AnyPattern.text();
    }

    @Provide
    Arbitrary<Tuple2<String, String>> pairs() {
        return AnyPattern.pair();
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return AnyPattern.texts();
    }

    private static Optional<String> common(String one, String other) {
        return PatternOverlap.commonName(ChannelPattern.parse(one), ChannelPattern.parse(other));
    }

    private static boolean covers(String wide, String narrow) {
        return PatternOverlap.covers(ChannelPattern.parse(wide), ChannelPattern.parse(narrow));
    }

    private static boolean matches(String pattern, String name) {
        return ChannelPattern.parse(pattern).match(ChannelName.of(name)).isPresent();
    }
}
