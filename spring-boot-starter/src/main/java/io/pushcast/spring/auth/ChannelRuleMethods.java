package io.pushcast.spring.auth;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRules;
import io.pushcast.spring.PushcastConfigurationException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionService;

/** Makes rules of the {@link AuthorizeChannel} methods of all beans. */
final class ChannelRuleMethods {

    /**
     * The narrower patterns first, since the first that matches decides and beans have no order of their own: those with
     * more text of their own, and those whose last parameter takes less.
     */
    private static final Comparator<Rule> NARROWER_FIRST = Comparator.<Rule>comparingInt(
                    rule -> -rule.pattern.toString().replaceAll("\\{[^}]*}", "").length())
            .thenComparing(rule -> rule.pattern.toString().contains("...}"))
            .thenComparing(rule -> rule.pattern.toString());

    private final BeanMethods<AuthorizeChannel> methods;
    private final ConversionService conversion;
    private final BeanFactory beans;

    ChannelRuleMethods(ConfigurableListableBeanFactory beans, ConversionService conversion) {
        this.methods = new BeanMethods<>(beans, AuthorizeChannel.class);
        this.conversion = conversion;
        this.beans = beans;
    }

    private record Rule(ChannelPattern pattern, BeanMethods<AuthorizeChannel>.Found method, ChannelRuleMethod rule) {}

    /**
     * Adds all of them.
     *
     * @return the method that decides, by pattern
     * @throws PushcastConfigurationException if a method can't be a rule, or two have the same pattern
     */
    Map<String, String> addTo(ChannelRules.Builder<Principal> rules) {
        List<Rule> all = new ArrayList<>();
        methods.find().forEach(found -> addRules(found, all));
        all.sort(NARROWER_FIRST);
        requireDistinct(all);
        Map<String, String> deciders = new LinkedHashMap<>();
        for (Rule rule : all) {
            rules.rule(rule.pattern, rule.rule);
            deciders.put(rule.pattern.toString(), rule.method.name());
        }
        return deciders;
    }

    private void addRules(BeanMethods<AuthorizeChannel>.Found found, List<Rule> all) {
        List<ChannelPattern> patterns = patterns(found);
        requireResult(found, patterns);
        ChannelRuleMethod rule = new ChannelRuleMethod(found.asked(
                parameter -> RuleParameter.ofChannel(parameter, found::wrong, patterns, conversion, beans)));
        patterns.forEach(pattern -> all.add(new Rule(pattern, found, rule)));
    }

    private static List<ChannelPattern> patterns(BeanMethods<AuthorizeChannel>.Found found) {
        List<ChannelPattern> patterns = new ArrayList<>();
        for (String text : found.annotation().value()) {
            try {
                patterns.add(ChannelPattern.parse(text));
            } catch (IllegalArgumentException e) {
                throw found.wrong("has a wrong pattern: " + e.getMessage(), "Correct the pattern.");
            }
        }
        if (patterns.isEmpty()) {
            throw found.wrong("names no pattern", "Name the channels that it decides about.");
        }
        return patterns;
    }

    private static void requireResult(BeanMethods<AuthorizeChannel>.Found found, List<ChannelPattern> patterns) {
        ResolvableType result = found.result();
        if (!RuleResult.isAllowed(result)) {
            throw found.wrong(
                    "returns " + result,
                    "Let it return boolean, PresenceMember or AuthDecision, or an Optional, a CompletionStage or a Mono of"
                            + " these.");
        }
        for (ChannelPattern pattern : patterns) {
            if (pattern.type().isPresence() && !RuleResult.namesMember(result)) {
                throw found.wrong(
                        "returns " + result + " and decides about the presence channels '" + pattern
                                + "', whose members see who is there",
                        "Let it return the PresenceMember that joins, or null to refuse.");
            }
        }
    }

    private static void requireDistinct(List<Rule> all) {
        for (int i = 1; i < all.size(); i++) {
            Rule former = all.get(i - 1);
            Rule latter = all.get(i);
            if (former.pattern.equals(latter.pattern)) {
                throw new PushcastConfigurationException(
                        "Two @AuthorizeChannel methods decide about '" + latter.pattern + "': "
                                + former.method.description() + " and " + latter.method.description() + ".",
                        "Leave one of them.");
            }
        }
    }
}
