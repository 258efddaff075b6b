package io.pushcast.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.auth.ChannelPattern;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ChannelTemplateTest {

    private static final String HERE = ChannelTemplateTest.class.getName();

    record One(Object x) {}

    record Two(Object a, Object b) {}

    @Example
    void refusesCharactersThatChannelsCannotHave() {
        assertRefused(
                "private-{x}",
                new One("a/b"),
                "@PublishTo on " + HERE
                        + "$One: the template 'private-{x}' can't take the value 'a/b' of the property x:"
                        + " it has the character '/' at position 1; channel names are made of A-Z a-z 0-9 _ - = @ , . ;");
        assertRefused(
                "private-{x}",
                new One("a\nb"),
                "@PublishTo on " + HERE
                        + "$One: the template 'private-{x}' can't take the value 'a\\nb' of the property"
                        + " x: it has the character U+000A at position 1; channel names are made of A-Z a-z 0-9 _ - = @ ,"
                        + " . ;");
        assertRefusedWith("{x}", new One("#server-to-user-1"), "the character '#' at position 0");
        assertRefusedWith("{x}", new One("y".repeat(250) + " "), "can't take the value '" + "y".repeat(200) + "…'");
    }

    @Example
    void refusesValuesThatMakeAnotherKindOfChannel() {
        assertRefused(
                "private-{x}",
                new One("encrypted-a"),
                "@PublishTo on " + HERE + "$One: the template 'private-{x}' can't take the value 'encrypted-a' of the"
                        + " property x: with it 'private-encrypted-a' would be a channel of the kind private-encrypted-… and"
                        + " no longer a channel of the kind private-…");
        assertRefused(
                "{x}-orders",
                new One("private"),
                "@PublishTo on " + HERE
                        + "$One: the template '{x}-orders' can't take the value 'private' of the property"
                        + " x: with it 'private-orders' would be a channel of the kind private-… and no longer a public"
                        + " channel");
        assertRefusedWith("private{x}", new One("-orders"), "no longer a public channel");
        assertRefusedWith("presence-{x}", new One("cache-1"), "of the kind presence-cache-…");
        assertRefusedWith("private-encrypted-{x}", new One("cache-1"), "of the kind private-encrypted-cache-…");
    }

    @Example
    void refusesValuesThatHoldASeparator() {
        assertRefused(
                "private-tenant.{x}",
                new One("7.billing"),
                "@PublishTo on " + HERE
                        + "$One: the template 'private-tenant.{x}' can't take the value '7.billing' of the property x: it has"
                        + " the character '.' at position 1, which ends a value in channels like this, so that the channel"
                        + " could be meant for other values; write {x...} if values may have it, and rules look at the whole"
                        + " of it");
        assertRefused(
                "private-{a}.{b}",
                new Two("t.1", "2"),
                "@PublishTo on " + HERE
                        + "$Two: the template 'private-{a}.{b}' can't take the value 't.1' of the property"
                        + " a: it has the character '.' at position 1, which ends a value in channels like this, so that the"
                        + " channel could be meant for other values; write between the placeholders what their values don't"
                        + " have");
        assertRefusedWith("private-{a}.{b}", new Two("t", "1.2"), "write {b...} if");
        assertRefusedWith("{a}--{b}", new Two("x", "y-"), "it has the character '-' at position 1");
        assertRefusedWith("{a}--{b}", new Two("x-", "y"), "it has the character '-' at position 1");
        assertRefusedWith(
                "orders-{a}-{b}", new Two(UUID.randomUUID(), "open"), "it has the character '-' at position 8");
        assertRefusedWith("prices.{x}.eur", new One("BRK.B"), "write between the placeholders");
    }

    @Example
    void takesTheRestOfANameWhereTheTemplateSaysSo() {
        assertThat(channelFor("private-tenant.{x...}", new One("7.billing"))).isEqualTo("private-tenant.7.billing");
        assertThat(channelFor("private-{a}.{b...}", new Two("t", "1.2-3"))).isEqualTo("private-t.1.2-3");
        assertRefusedWith("private-{a}.{b...}", new Two("t.1", "2"), "it has the character '.' at position 1");
        assertRefusedWith("private-{x...}", new One("encrypted-a"), "private-encrypted-…");
    }

    @Example
    void takesUuidsWhereNoHyphenEndsThem() {
        UUID id = UUID.fromString("6f1c2b0a-52f5-4e43-9a3e-0f0d6b7f8a11");

        assertThat(channelFor("orders-{a}.{b}", new Two(id, "open")))
                .isEqualTo("orders-6f1c2b0a-52f5-4e43-9a3e-0f0d6b7f8a11.open");
    }

    /** What a template lets through, the pattern of the same text reads back, and nothing else. */
    @Property(tries = 2_000)
    void isReadBackByThePatternOfTheSameText(
            @ForAll("patterns") String pattern, @ForAll("values") String a, @ForAll("values") String b) {
        Optional<ChannelName> channel = tried(pattern, new Two(a, b));
        Map<String, String> values = pattern.contains("{b") ? Map.of("a", a, "b", b) : Map.of("a", a);

        channel.ifPresent(
                name -> assertThat(ChannelPattern.parse(pattern).match(name)).hasValue(values));
    }

    @Provide
    Arbitrary<String> patterns() {
        return Arbitraries.of(
                "private-{a}",
                "private-{a...}",
                "private-tenant.{a}",
                "private-tenant.{a}.billing",
                "private-{a}-{b}",
                "private-{a}.{b...}",
                "private-{a}_{b}.x",
                "presence-room;{a},{b}");
    }

    @Example
    void takesAnyIdOfAUser() {
        assertThat(channelFor("#server-to-user-{x}", new One("auth0|5f7/ä"))).isEqualTo("#server-to-user-auth0|5f7/ä");
    }

    @Property(tries = 2_000)
    void landsOnlyInChannelsOfItsPattern(
            @ForAll("templates") List<String> literals, @ForAll("values") String a, @ForAll("values") String b) {
        String template = literals.get(0) + "{a}" + literals.get(1) + "{b}" + literals.get(2);
        Optional<ChannelName> channel = tried(template, new Two(a, b));

        channel.ifPresent(name -> {
            assertThat(name.value()).isEqualTo(literals.get(0) + a + literals.get(1) + b + literals.get(2));
            assertThat(name.type()).isEqualTo(ChannelName.Type.of(literals.get(0)));
            assertThat(ChannelName.firstIllegal(name.value(), 0)).isNegative();
        });
    }

    @Property(tries = 2_000)
    void landsInAChannelOfItsOwnForEachPairOfValues(
            @ForAll("separators") String separator,
            @ForAll("confusing") List<String> values,
            @ForAll("confusing") List<String> others) {
        String template = "private-{a}" + separator + "{b}";
        Optional<ChannelName> channel = tried(template, new Two(values.get(0), values.get(1)));
        Optional<ChannelName> other = tried(template, new Two(others.get(0), others.get(1)));

        assertThat(channel.isPresent() && channel.equals(other))
                .isEqualTo(channel.isPresent() && values.equals(others));
    }

    @Property(tries = 500)
    void takesEveryLegalValueOfTheOnlyPlaceholder(@ForAll("legal") String value) {
        Optional<ChannelName> channel = tried("private-orders.{x...}", new One(value));

        assertThat(channel).contains(ChannelName.of("private-orders." + value));
    }

    @Provide
    Arbitrary<List<String>> templates() {
        Arbitrary<String> first = Arbitraries.of(
                "",
                "p",
                "private",
                "private-",
                "private-encrypted-",
                "private-cache-",
                "presence-",
                "cache-",
                "orders.");
        Arbitrary<String> between = Arbitraries.of("-", ".", "--", "-cache-", "ncrypted-");
        Arbitrary<String> last = Arbitraries.of("", "-", ".x");
        return Combinators.combine(first, between, last).as(List::of);
    }

    @Provide
    Arbitrary<String> values() {
        Arbitrary<String> tricky = Arbitraries.of(
                "",
                "private",
                "private-",
                "-",
                "encrypted-a",
                "cache-",
                "e",
                "rivate",
                "rivate-encrypted",
                "presence-x",
                "cache",
                "{a}",
                "#server-to-user-1",
                "a\nb",
                "../x",
                "a.b",
                "-encrypted");
        return Arbitraries.oneOf(tricky, Arbitraries.strings().ofMaxLength(6), legal());
    }

    @Provide
    Arbitrary<String> legal() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("_-=@,.;")
                .ofMinLength(1)
                .ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.of(".", "-", "--", ".-.", "ab", "aba");
    }

    @Provide
    Arbitrary<List<String>> confusing() {
        return Arbitraries.strings()
                .withChars("ab.-")
                .ofMinLength(1)
                .ofMaxLength(4)
                .list()
                .ofSize(2);
    }

    private static Optional<ChannelName> tried(String template, Object event) {
        try {
            return Optional.of(ChannelName.of(channelFor(template, event)));
        } catch (InvalidMessageException e) {
            return Optional.empty();
        }
    }

    private static String channelFor(String template, Object event) {
        TemplateSite site = new TemplateSite(event.getClass(), event.getClass(), Template.parse(template));
        return new ChannelTemplate(site).channelFor(event).value();
    }

    private static void assertRefused(String template, Object event, String message) {
        assertThatThrownBy(() -> channelFor(template, event))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage(message);
    }

    private static void assertRefusedWith(String template, Object event, String words) {
        assertThatThrownBy(() -> channelFor(template, event))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining(words);
    }
}
