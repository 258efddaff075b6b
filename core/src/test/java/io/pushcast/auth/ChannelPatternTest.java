package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelName;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelPatternTest {

    @Test
    void readsTheValueOfAParameter() {
        assertThat(match("private-orders.{customerId}", "private-orders.c-7")).hasValue(Map.of("customerId", "c-7"));
    }

    @Test
    void readsSeveralParametersInTheirOrder() {
        Optional<Map<String, String>> values = match("private-{tenant}-{user}.{device}", "private-acme-42.d_1");

        assertThat(values.orElseThrow())
                .containsExactly(Map.entry("tenant", "acme"), Map.entry("user", "42"), Map.entry("device", "d_1"));
    }

    @Test
    void matchesItsOwnTextAlone() {
        assertThat(match("private-orders", "private-orders")).hasValue(Map.of());
        assertThat(match("private-orders", "private-order")).isEmpty();
        assertThat(match("private-orders", "private-orders2")).isEmpty();
        assertThat(match("private-orders", "private-Orders")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // anchored at both ends
        "private-orders.{id}, private-my-orders.7",
        "private-orders.{id}.items, private-orders.7.items2",
        "private-orders.{id}.items, private-orders.7",
        // a value has no dot
        "private-orders.{id}, private-orders.7.admin",
        "private-orders.{id}, private-orders.7.",
        "private-orders.{id}, private-orders..",
        // a value is there
        "private-orders.{id}, private-orders.",
        "private-orders.{id}, private-orders",
        "private-orders.{id}.items, private-orders..items",
        "private-files.{path...}, private-files.",
        // no value has what stands behind a parameter
        "private-{tenant}-{user}, private-a-b-c",
        "private-{tenant}-{user}, private--a-b",
        "private-{tenant}-{user}, private-a--b",
        "private-{tenant}@{user}, private-a@b@c",
        // a dot stands for itself
        "private-orders.{id}, private-ordersx7",
        "private-a.b, private-a-b",
    })
    void doesNotMatch(String pattern, String channel) {
        assertThat(match(pattern, channel)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "private-{name}, private-encrypted-a",
        "private-{name}, private-encrypted-cache-a",
        "private-{name}, private-cache-a",
        "private-{name...}, private-encrypted-a",
        "private-{name...}, private-cache-a.b",
        "private-cache{name}, private-cache-a",
        "private-c{name}, private-cache-a",
        "private-encrypted{name}, private-encrypted-a",
        "presence-{name}, presence-cache-a",
        "presence-{name}, private-a",
        "private-{name}, presence-a",
        "private-cache-{name}, private-a",
        "private-{name}, cache-a",
        "private-{name}, a",
    })
    void matchesNoOtherKindOfChannel(String pattern, String channel) {
        assertThat(match(pattern, channel)).isEmpty();
    }

    @Test
    void isForTheCacheVariantsByNameOnly() {
        assertThat(match("private-cache-{name}", "private-cache-a")).hasValue(Map.of("name", "a"));
        assertThat(match("presence-cache-{name}", "presence-cache-a")).hasValue(Map.of("name", "a"));
        assertThat(ChannelPattern.parse("presence-cache-{name}").type()).isEqualTo(ChannelName.Type.PRESENCE_CACHE);
    }

    @Test
    void isForEncryptedChannelsByNameOnly() {
        assertThat(match("private-encrypted-{name}", "private-encrypted-a")).hasValue(Map.of("name", "a"));
        assertThat(match("private-encrypted-{name}", "private-encrypted-cache-a"))
                .isEmpty();
        assertThat(match("private-encrypted-{name}", "private-a")).isEmpty();
    }

    @Test
    void givesTheSamePatternForOtherKindsOfChannel() {
        ChannelPattern pattern = ChannelPattern.parse("private-cache-orders.{id}.{rest...}");

        assertThat(pattern.variants(
                        ChannelName.Type.ENCRYPTED,
                        ChannelName.Type.PRIVATE,
                        ChannelName.Type.ENCRYPTED_CACHE,
                        ChannelName.Type.PRIVATE_CACHE))
                .extracting(ChannelPattern::toString)
                .containsExactly(
                        "private-encrypted-orders.{id}.{rest...}",
                        "private-orders.{id}.{rest...}",
                        "private-encrypted-cache-orders.{id}.{rest...}",
                        "private-cache-orders.{id}.{rest...}");
        assertThat(ChannelPattern.parse("presence-{room}").variants(ChannelName.Type.PRESENCE_CACHE))
                .extracting(ChannelPattern::toString)
                .containsExactly("presence-cache-{room}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "private-{a}      | PRESENCE | The channel pattern 'private-{a}' has no variant of the kind PRESENCE: it is PRIVATE",
                "presence-{a}     | ENCRYPTED | has no variant of the kind ENCRYPTED: it is PRESENCE",
                "private-{a}      | PUBLIC   | has no variant of the kind PUBLIC: it is PRIVATE",
                "private-{a}      | CACHE    | has no variant of the kind CACHE: it is PRIVATE",
                "private-{a}      | USER     | has no variant of the kind USER: it is PRIVATE",
                "private-cache-encrypted-{a} | PRIVATE | PRIVATE: 'private-encrypted-{a}' is ENCRYPTED",
            })
    void refusesKindsThatThePatternDoesNotHave(String pattern, ChannelName.Type type, String words) {
        assertThatThrownBy(() -> ChannelPattern.parse(pattern).variants(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void refusesNoKindsAndTheSameTwice() {
        ChannelPattern pattern = ChannelPattern.parse("private-{a}");

        assertThatThrownBy(pattern::variants)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No kind of channel is named for variants of 'private-{a}'");
        assertThatThrownBy(() -> pattern.variants(ChannelName.Type.ENCRYPTED, ChannelName.Type.ENCRYPTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ENCRYPTED is named twice for variants of 'private-{a}'");
    }

    @Test
    void takesValuesThatLookLikeAKindOfChannel() {
        assertThat(match("private-orders.{id}", "private-orders.encrypted-7")).hasValue(Map.of("id", "encrypted-7"));
    }

    @Test
    void readsTheRestWithItsDots() {
        assertThat(match("private-users.{email...}", "private-users.a.b@example.com"))
                .hasValue(Map.of("email", "a.b@example.com"));
        assertThat(match("private-{tenant}.{path...}", "private-acme..a.b"))
                .hasValue(Map.of("tenant", "acme", "path", ".a.b"));
    }

    @Test
    void doesNotMatchAUsersOwnChannel() {
        assertThat(ChannelPattern.parse("private-{a...}").match(ChannelName.ofUser("private-a")))
                .isEmpty();
    }

    @Test
    void namesItsParameters() {
        ChannelPattern pattern = ChannelPattern.parse("presence-{room}.{seat...}");

        assertThat(pattern.parameters()).containsExactly("room", "seat");
        assertThat(pattern).hasToString("presence-{room}.{seat...}");
        assertThat(pattern)
                .isEqualTo(ChannelPattern.parse("presence-{room}.{seat...}"))
                .hasSameHashCodeAs(ChannelPattern.parse("presence-{room}.{seat...}"))
                .isNotEqualTo(ChannelPattern.parse("presence-{room}.{seat}"));
    }

    @Test
    void givesValuesThatCannotBeChanged() {
        Map<String, String> values = match("private-{a}", "private-1").orElseThrow();

        assertThatThrownBy(() -> values.put("a", "2")).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"                     | begin with 'private-' or 'presence-'",
                "orders.{id}            | begin with 'private-' or 'presence-'",
                "{kind}-orders          | begin with 'private-' or 'presence-'",
                "private{x}             | begin with 'private-' or 'presence-'",
                "cache-{x}              | begin with 'private-' or 'presence-'",
                "#server-to-user-{x}    | begin with 'private-' or 'presence-'",
                "private-orders.{id     | has a '{' that is not closed at position 15",
                "private-orders.id}     | has a '}' without a '{' before it at position 17",
                "private-{a{b}}         | has a '{' within a parameter at position 10",
                "private-orders.{}      | '' is no name, at position 15; names look like customerId",
                "private-orders.{...}   | '' is no name, at position 15",
                "private-{customer.id}  | 'customer.id' is no name, at position 8; names look like customerId",
                "private-{a b}          | 'a b' is no name, at position 8",
                "private-{a}{b}         | has two parameters that touch at position 11; put one of - _ = @ , . ;",
                "private-{team}s        | has 's' directly behind a parameter, at position 14; a parameter ends at one of",
                "private-{a}.{a}        | has the parameter {a} twice, again at position 12",
                "private-{a...}.x       | has text behind {a...} at position 14; such a parameter must be the end",
                "private-a b            | has U+0020 at position 9; channel names are made of",
                "private-a*             | has '*' at position 9; channel names are made of",
                "private-a:b            | has ':' at position 9; channel names are made of",
                "private-ü              | has U+00FC at position 8; channel names are made of",
            })
    void refusesWhatIsNoPattern(String pattern, String words) {
        assertThatThrownBy(() -> ChannelPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The channel pattern '" + pattern + "'")
                .hasMessageContaining(words);
    }

    private static Optional<Map<String, String>> match(String pattern, String channel) {
        return ChannelPattern.parse(pattern).match(ChannelName.of(channel));
    }
}
