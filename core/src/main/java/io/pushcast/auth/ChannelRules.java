package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which rule decides about which channels. Immutable and safe for use by several threads, as far as its rules are.
 *
 * <p>The first pattern that matches a channel decides, and no other is asked; what no pattern matches is refused. So a
 * pattern must stand before the wider ones.
 *
 * <pre>{@code
 * ChannelRules.<User>builder()
 *         .rule("private-orders.{customerId}", ChannelRule.when(r -> r.user().id().equals(r.parameter("customerId"))))
 *         .rule("presence-room.{room}", ChannelRule.of(r -> AuthDecision.member(r.user().id(), null)))
 *         .build()
 * }</pre>
 *
 * @param <U> what the application knows its users by
 */
public final class ChannelRules<U> {

    private static final Logger log = LoggerFactory.getLogger(ChannelRules.class);

    private final List<Entry<U>> entries;

    private ChannelRules(List<Entry<U>> entries) {
        this.entries = List.copyOf(entries);
    }

    /** A builder that has no rules yet. */
    public static <U> Builder<U> builder() {
        return new Builder<>();
    }

    /** The patterns, in the order in which they are tried. */
    public List<ChannelPattern> patterns() {
        return entries.stream().map(Entry::pattern).toList();
    }

    /** The first rule whose pattern matches. */
    Optional<Match<U>> match(ChannelName channel) {
        for (Entry<U> entry : entries) {
            Optional<Map<String, String>> parameters = entry.pattern().match(channel);
            if (parameters.isPresent()) {
                return Optional.of(new Match<>(entry.pattern(), entry.rule(), parameters.get()));
            }
        }
        return Optional.empty();
    }

    /** The patterns. */
    @Override
    public String toString() {
        return "ChannelRules" + patterns();
    }

    /** The rule for one channel, and what its pattern's parameters stand for there. */
    record Match<U>(ChannelPattern pattern, ChannelRule<U> rule, Map<String, String> parameters) {}

    private record Entry<U>(ChannelPattern pattern, ChannelRule<U> rule) {}

    /**
     * Builds {@link ChannelRules}. Not for use by several threads.
     *
     * @param <U> what the application knows its users by
     */
    public static final class Builder<U> {

        private final List<Entry<U>> entries = new ArrayList<>();

        private Builder() {}

        /**
         * The rule for the channels of a pattern, behind the rules that there are.
         *
         * @throws IllegalArgumentException if the pattern is none, see {@link ChannelPattern#parse}
         */
        public Builder<U> rule(String pattern, ChannelRule<U> rule) {
            return rule(ChannelPattern.parse(pattern), rule);
        }

        /**
         * The rule for the channels of a pattern, behind the rules that there are.
         *
         * @throws IllegalArgumentException if the pattern is for public channels, which nobody asks about
         */
        public Builder<U> rule(ChannelPattern pattern, ChannelRule<U> rule) {
            if (!pattern.type().needsAuthorization()) {
                throw new IllegalArgumentException(
                        "The pattern '" + pattern + "' is for public channels, which need no rule");
            }
            entries.add(new Entry<>(Objects.requireNonNull(pattern, "pattern"), Objects.requireNonNull(rule, "rule")));
            return this;
        }

        /**
         * The rule for the channels of several patterns, behind the rules that there are; as if it were given for each of
         * them in turn. The way to one rule for private, encrypted and cache channels:
         *
         * <pre>{@code
         * rules.rule(ChannelPattern.parse("private-orders.{id}").variants(PRIVATE, ENCRYPTED, PRIVATE_CACHE), rule)
         * }</pre>
         */
        public Builder<U> rule(List<ChannelPattern> patterns, ChannelRule<U> rule) {
            patterns.forEach(pattern -> rule(pattern, rule));
            return this;
        }

        /**
         * The rules. Where two patterns match some channels both, that is logged, with an example: as a warning, or as
         * information where the earlier one is a special case of the later one.
         *
         * @throws IllegalStateException if a rule could never decide, because an earlier pattern matches all that its
         *     pattern matches; the message names both
         */
        public ChannelRules<U> build() {
            PatternIndex earlier = new PatternIndex();
            for (Entry<U> later : entries) {
                earlier.overlapping(later.pattern()).forEach(pattern -> check(pattern, later.pattern()));
                earlier.add(later.pattern());
            }
            return new ChannelRules<>(entries);
        }

        private static void check(ChannelPattern earlier, ChannelPattern later) {
            Optional<String> common = PatternOverlap.commonName(earlier, later);
            if (common.isEmpty()) {
                return;
            }
            if (PatternOverlap.covers(earlier, later)) {
                throw new IllegalStateException("The rule for '" + later + "' could never decide, since '" + earlier
                        + "' stands before it and matches every channel that it matches; put the narrower pattern first, or"
                        + " leave one out");
            }
            if (PatternOverlap.covers(later, earlier)) {
                log.info("'{}' is a special case of '{}': {} is decided by the former", earlier, later, common.get());
            } else {
                log.warn(
                        "The channel patterns '{}' and '{}' overlap: both match, for example, {}; the former decides, since"
                                + " it stands first",
                        earlier,
                        later,
                        common.get());
            }
        }
    }
}
