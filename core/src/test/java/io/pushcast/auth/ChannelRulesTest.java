package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.RecordedLog;
import io.pushcast.message.ChannelName;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelRulesTest {

    private static final ChannelRule<String> YES = ChannelRule.when(request -> true);
    private static final ChannelRule<String> NO = ChannelRule.when(request -> false);

    private final RecordedLog log = new RecordedLog(ChannelRules.class);

    @AfterEach
    void stopRecording() {
        log.close();
    }

    @Test
    void takesTheFirstRuleWhosePatternMatches() {
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule("private-orders.archive", NO)
                .rule("private-orders.{id}", YES)
                .build();

        assertThat(rules.match(ChannelName.of("private-orders.archive")).orElseThrow())
                .satisfies(match -> {
                    assertThat(match.rule()).isSameAs(NO);
                    assertThat(match.parameters()).isEmpty();
                });
        assertThat(rules.match(ChannelName.of("private-orders.7")).orElseThrow())
                .satisfies(match -> {
                    assertThat(match.rule()).isSameAs(YES);
                    assertThat(match.pattern()).hasToString("private-orders.{id}");
                    assertThat(match.parameters()).containsEntry("id", "7");
                });
        assertThat(rules.match(ChannelName.of("private-orders.7.items"))).isEmpty();
    }

    @Test
    void mayBeEmpty() {
        ChannelRules<String> rules = ChannelRules.<String>builder().build();

        assertThat(rules.patterns()).isEmpty();
        assertThat(rules.match(ChannelName.of("private-a"))).isEmpty();
    }

    @Test
    void showsItsPatternsInTheirOrder() {
        ChannelRules<String> rules = ChannelRules.<String>builder()
                .rule("private-b", YES)
                .rule("private-a", YES)
                .build();

        assertThat(rules.patterns().stream().map(ChannelPattern::toString)).containsExactly("private-b", "private-a");
        assertThat(rules).hasToString("ChannelRules[private-b, private-a]");
    }

    @Test
    void refusesTwoPatternsOfTheSameShape() {
        assertThatThrownBy(() -> ChannelRules.<String>builder()
                        .rule("private-orders.{customerId}", YES)
                        .rule("private-orders.{id}", NO)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The rule for 'private-orders.{id}' could never decide, since 'private-orders.{customerId}'"
                        + " stands before it and matches every channel that it matches; put the narrower pattern first, or"
                        + " leave one out");
    }

    @Test
    void refusesAPatternBehindAWiderOne() {
        assertThatThrownBy(() -> ChannelRules.<String>builder()
                        .rule("private-{what...}", YES)
                        .rule("presence-a", YES)
                        .rule("private-orders.{id}", NO)
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'private-orders.{id}' could never decide")
                .hasMessageContaining("'private-{what...}' stands before it");
    }

    @Test
    void mentionsASpecialCaseThatStandsBeforeTheWiderPattern() {
        ChannelRules.<String>builder()
                .rule("private-orders.archive", NO)
                .rule("private-orders.{id}", YES)
                .build();

        assertThat(log.lines())
                .containsExactly("INFO 'private-orders.archive' is a special case of 'private-orders.{id}':"
                        + " private-orders.archive is decided by the former");
    }

    @Test
    void warnsOfPatternsThatOverlapInPart() {
        ChannelRules.<String>builder()
                .rule("private-{tenant}.orders", YES)
                .rule("private-acme.{what}", YES)
                .build();

        assertThat(log.lines())
                .containsExactly(
                        "WARN The channel patterns 'private-{tenant}.orders' and 'private-acme.{what}' overlap:"
                                + " both match, for example, private-acme.orders; the former decides, since it stands first");
    }

    @Test
    void saysNothingOfPatternsThatHaveNothingInCommon() {
        ChannelRules.<String>builder()
                .rule("private-orders.{id}", YES)
                .rule("private-orders.{id}.items", YES)
                .rule("presence-orders.{id}", YES)
                .rule("private-cache-orders.{id}", YES)
                .build();

        assertThat(log.lines()).isEqualTo(List.of());
    }

    @Test
    void keepsWhatWasBuiltWhenTheBuilderGoesOn() {
        ChannelRules.Builder<String> builder = ChannelRules.<String>builder().rule("private-a", YES);
        ChannelRules<String> rules = builder.build();
        builder.rule("private-b", YES);

        assertThat(rules.patterns()).hasSize(1);
    }

    @Test
    void takesNoRuleForPublicChannels() {
        ChannelPattern prices = ChannelPattern.parseCache("cache-prices.{symbol}");

        assertThatThrownBy(() -> ChannelRules.<String>builder().rule(prices, ChannelRule.when(request -> true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The pattern 'cache-prices.{symbol}' is for public channels, which need no rule");
    }
}
