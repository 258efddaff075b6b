package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pattern of channel names, such as {@code private-orders.{customerId}}: text that stands for itself, and parameters in
 * braces. Immutable and safe for use by several threads.
 *
 * <p>A pattern matches a name as a whole, never a part of it, and reads its parameters in the same pass. There is only
 * ever one way to read them, because of what a parameter stands for:
 *
 * <ul>
 *   <li>{@code {customerId}} stands for one or more characters that channel names can have, but not for a dot, nor for
 *       any character that stands directly behind a parameter of the same pattern. So {@code private-orders.{customerId}}
 *       matches {@code private-orders.c-7} and not {@code private-orders.c-7.admin}; in {@code private-{tenant}-{user}}
 *       neither value can have a hyphen, and names with more hyphens than the pattern's don't match.
 *   <li>{@code {path...}}, at the end of a pattern only, stands for one or more characters of any kind, dots too. It is
 *       for values that have dots, such as e-mail addresses; the rule then has to look at the whole of it.
 * </ul>
 *
 * <p>The kind of channel is that of the pattern's own text: {@code private-{name}} matches neither
 * {@code private-encrypted-a} nor {@code private-cache-a}, whatever the name's value could be; {@link #variants} gives the
 * patterns for those. Patterns are for private, encrypted and presence channels and their cache variants: public channels
 * need no authorisation.
 */
public final class ChannelPattern {

    private static final int DEAD = -1;

    private final String text;
    private final ChannelName.Type type;
    private final List<PatternElement> steps;
    private final List<String> parameters;

    ChannelPattern(String text, ChannelName.Type type, List<PatternElement> steps, List<String> parameters) {
        this.text = text;
        this.type = type;
        this.steps = List.copyOf(steps);
        this.parameters = List.copyOf(parameters);
    }

    /**
     * The pattern that the text describes.
     *
     * @throws IllegalArgumentException if braces don't match; if a parameter has no name or one that another has; if no
     *     character that could end a parameter stands behind it; if the text has a character that channel names can't
     *     have, or does not begin like a private or presence channel. The message quotes the pattern and says what is right
     */
    public static ChannelPattern parse(String text) {
        return new PatternParser(text).parse();
    }

    /**
     * As {@link #parse}, for cache channels of all kinds, public ones too: {@code cache-prices.{symbol}}. For what looks
     * at names of channels without authorising anybody.
     *
     * @throws IllegalArgumentException as {@code parse}, and if the text does not begin like a cache channel
     */
    public static ChannelPattern parseCache(String text) {
        return new PatternParser(text).parseCache();
    }

    /**
     * The same pattern for these kinds of channel: of {@code private-orders.{id}}, for {@link ChannelName.Type#PRIVATE} and
     * {@link ChannelName.Type#ENCRYPTED}, {@code private-orders.{id}} and {@code private-encrypted-orders.{id}}. For a rule
     * that is to decide about several kinds, see {@link ChannelRules.Builder#rule(List, ChannelRule)}.
     *
     * @param types the kinds, the pattern's own only if it is named. A private pattern has {@link ChannelName.Type#PRIVATE},
     *     {@link ChannelName.Type#PRIVATE_CACHE}, {@link ChannelName.Type#ENCRYPTED} and {@link ChannelName.Type#ENCRYPTED_CACHE}; a
     *     presence pattern has {@link ChannelName.Type#PRESENCE} and {@link ChannelName.Type#PRESENCE_CACHE}
     * @throws IllegalArgumentException if no kind is named, or one twice, or one that the pattern does not have
     */
    public List<ChannelPattern> variants(ChannelName.Type... types) {
        if (types.length == 0) {
            throw new IllegalArgumentException("No kind of channel is named for variants of '" + text + "'");
        }
        Set<ChannelPattern> variants = new LinkedHashSet<>();
        for (ChannelName.Type variant : types) {
            if (!variants.add(variant(variant))) {
                throw new IllegalArgumentException(variant + " is named twice for variants of '" + text + "'");
            }
        }
        return List.copyOf(variants);
    }

    private ChannelPattern variant(ChannelName.Type other) {
        if (!other.needsAuthorization() || other.isPresence() != type.isPresence()) {
            throw new IllegalArgumentException(
                    "The channel pattern '" + text + "' has no variant of the kind " + other + ": it is " + type);
        }
        ChannelPattern variant =
                parse(other.prefix() + text.substring(type.prefix().length()));
        if (variant.type != other) {
            throw new IllegalArgumentException("The channel pattern '" + text + "' has no variant of the kind " + other
                    + ": '" + variant + "' is " + variant.type);
        }
        return variant;
    }

    /** The values of the parameters in their order, or empty if the channel does not match. */
    public Optional<Map<String, String>> match(ChannelName channel) {
        return channel.type() == type ? read(channel.value()) : Optional.empty();
    }

    /** The names of the parameters, in their order. */
    public List<String> parameters() {
        return parameters;
    }

    /** The kind of channel that the pattern is for. */
    public ChannelName.Type type() {
        return type;
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** Whether it is the same text. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private Optional<Map<String, String>> read(String name) {
        Map<String, StringBuilder> values = new LinkedHashMap<>();
        int state = start();
        for (int i = 0; i < name.length(); i++) {
            state = next(state, name.charAt(i));
            if (isDead(state)) {
                return Optional.empty();
            }
            if (steps.get(state - 1) instanceof PatternElement.Parameter parameter) {
                values.computeIfAbsent(parameter.name(), key -> new StringBuilder())
                        .append(name.charAt(i));
            }
        }
        return accepts(state) ? Optional.of(asText(values)) : Optional.empty();
    }

    private static Map<String, String> asText(Map<String, StringBuilder> values) {
        Map<String, String> text = new LinkedHashMap<>();
        values.forEach((name, value) -> text.put(name, value.toString()));
        return Collections.unmodifiableMap(text);
    }

    /** What it takes, one after the other. */
    List<PatternElement> steps() {
        return steps;
    }

    /** Where reading a name starts. A state is the number of steps that have taken something. */
    int start() {
        return 0;
    }

    /**
     * Where reading goes on after a character. There is one way at most: what stands behind a parameter is a character
     * that the parameter does not take. A dead state stays dead.
     */
    int next(int state, char c) {
        if (isDead(state)) {
            return state;
        }
        if (state > 0 && steps.get(state - 1) instanceof PatternElement.Parameter parameter && parameter.takes(c)) {
            return state;
        }
        return state < steps.size() && steps.get(state).takes(c) ? state + 1 : DEAD;
    }

    /** Whether no name can match any more, whatever comes. */
    static boolean isDead(int state) {
        return state == DEAD;
    }

    /** Whether a name that ends in this state matches. */
    boolean accepts(int state) {
        return state == steps.size();
    }
}
