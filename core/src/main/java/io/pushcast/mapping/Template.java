package io.pushcast.mapping;

import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import java.util.ArrayList;
import java.util.List;

/**
 * A text with placeholders for properties of an event, such as {@code private-orders.{customer.id}}. Parsed and checked
 * as far as that goes without knowing the event's type. Immutable and safe for use by several threads.
 *
 * <p>A placeholder is the name of a property in braces, or several names with dots between them. There is no way to
 * write a brace that is none of a placeholder.
 *
 * <p>A channel's template is read as a {@code ChannelPattern} is: a value can have neither a dot nor any
 * character that stands directly behind a placeholder of the same template. {@code {path...}}, at the end of a template
 * only, takes values with any characters that channel names can have. So a template and the pattern of the same text mean
 * the same channels, and one channel is never that of two different sets of values.
 */
public final class Template {

    static final String CHANNEL_CHARACTERS = "A-Z a-z 0-9 _ - = @ , . ;";

    private static final String REST = "...";

    private final String text;
    private final List<String> literals;
    private final List<List<String>> properties;
    private final boolean takesRest;

    private Template(String text, List<String> literals, List<List<String>> properties, boolean takesRest) {
        this.text = text;
        this.literals = List.copyOf(literals);
        this.properties = List.copyOf(properties);
        this.takesRest = takesRest;
    }

    /**
     * The template of a channel's name. Between two placeholders there must be some text, so that the name can be taken
     * apart again in one way only.
     *
     * @throws MappingException if braces don't match, a placeholder names no property, two placeholders touch, <code>{x...}</code>
     *     is not the end, or the text between placeholders can't be part of a channel's name; the message quotes the template
     *     and the position
     */
    public static Template parse(String text) {
        Template template = parseAny(text, true);
        template.checkChannel();
        return template;
    }

    /**
     * The template of an ordering key, between whose placeholders any text may stand.
     *
     * @throws MappingException if braces don't match or a placeholder names no property; the message quotes the template
     *     and the position
     */
    public static Template parseOrderingKey(String text) {
        return parseAny(text, false);
    }

    /**
     * The condition that {@link PublishTo#when} names, as a template with one placeholder.
     *
     * @throws MappingException if the text can't be the name of a property; the message quotes it
     */
    public static Template parseCondition(String text) {
        List<String> names = List.of(text.split("\\.", -1));
        if (!names.stream().allMatch(Template::isPropertyName)) {
            throw new MappingException("The condition '" + text
                    + "' can't be the name of a property or method (those look like shippable or order.paid)");
        }
        return parseAny("{" + text + "}", false);
    }

    /** The paths in the placeholders, in their order: of each, the names of the properties from the event on. */
    public List<List<String>> properties() {
        return properties;
    }

    /**
     * The channel of an event: the text with the event's values, see {@link EventMappings#routesOf} for what values are
     * allowed.
     *
     * @throws MappingException if its class has not the properties
     * @throws io.pushcast.message.InvalidMessageException if a value is missing or can't be part of such a channel's name
     */
    public ChannelName channelFor(Object event) {
        return new ChannelTemplate(new TemplateSite(event.getClass(), event.getClass(), this)).channelFor(event);
    }

    /** The texts before, between and behind the placeholders: one more than there are placeholders, some empty. */
    List<String> literals() {
        return literals;
    }

    /** Whether the last placeholder takes values with any characters: <code>{path...}</code>. */
    boolean takesRest() {
        return takesRest;
    }

    /** The characters that no value can have, but that of <code>{path...}</code>: at these, the channel's name is taken apart. */
    String separators() {
        // A user's id is the application's own, and no pattern is read from it.
        StringBuilder separators = new StringBuilder(channelType() == ChannelName.Type.USER ? "" : ".");
        for (int i = 1; i < literals.size(); i++) {
            if (!literals.get(i).isEmpty()) {
                separators.append(literals.get(i).charAt(0));
            }
        }
        return separators.toString();
    }

    /** What the text before the first placeholder makes of the channel, whatever values come after it. */
    ChannelName.Type channelType() {
        return ChannelName.Type.of(literals.get(0));
    }

    /** The template as it was written. */
    @Override
    public String toString() {
        return text;
    }

    /** Whether it is the same text. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    private static Template parseAny(String text, boolean channel) {
        List<String> literals = new ArrayList<>();
        List<List<String>> properties = new ArrayList<>();
        boolean rest = false;
        int literalStart = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '}') {
                throw error(text, "has a '}' without a '{' before it", i);
            }
            if (text.charAt(i) == '{') {
                int close = closingBrace(text, i);
                literals.add(text.substring(literalStart, i));
                rest = channel && text.startsWith(REST, close - REST.length());
                if (rest && close < text.length() - 1) {
                    throw error(
                            text,
                            "has text behind " + text.substring(i, close + 1),
                            close + 1,
                            "; such a placeholder must be the end");
                }
                properties.add(path(text, i, rest ? close - REST.length() : close));
                literalStart = close + 1;
                i = close;
            }
        }
        literals.add(text.substring(literalStart));
        return new Template(text, literals, properties, rest);
    }

    private static int closingBrace(String text, int open) {
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                throw error(text, "has a '{' within a placeholder", i);
            }
            if (text.charAt(i) == '}') {
                return i;
            }
        }
        throw error(text, "has a '{' that is not closed", open);
    }

    private static List<String> path(String text, int open, int close) {
        String path = text.substring(open + 1, close);
        if (path.isEmpty()) {
            throw error(text, "has an empty placeholder", open);
        }
        List<String> names = List.of(path.split("\\.", -1));
        for (String name : names) {
            if (!isPropertyName(name)) {
                throw error(
                        text,
                        "has the placeholder {" + path + "}, where '" + name
                                + "' can't be a property's name (those look like customerId or customer.id),",
                        open);
            }
        }
        return names;
    }

    private static boolean isPropertyName(String name) {
        return !name.isEmpty()
                && Character.isJavaIdentifierStart(name.charAt(0))
                && name.chars().allMatch(Character::isJavaIdentifierPart);
    }

    private void checkChannel() {
        if (text.isEmpty()) {
            throw new MappingException("The template of a channel must not be empty");
        }
        if (text.equals(ChannelName.Type.USER.prefix())) {
            throw new MappingException("The template '" + text + "' lacks the user's id");
        }
        // A user's id is the application's own and may have any characters.
        if (channelType() != ChannelName.Type.USER) {
            checkCharacters();
        }
        for (int i = 1; i < properties.size(); i++) {
            if (literals.get(i).isEmpty()) {
                throw error(
                        text,
                        "has two placeholders that touch",
                        startOf(i),
                        "; put a character between them, or values could slip from one into the other");
            }
        }
    }

    private void checkCharacters() {
        for (int i = 0; i < literals.size(); i++) {
            int bad = ChannelName.firstIllegal(literals.get(i), 0);
            if (bad >= 0) {
                throw error(
                        text,
                        "has the character " + LogText.character(literals.get(i).charAt(bad)),
                        startOf(i) + bad,
                        "; channel names are made of " + CHANNEL_CHARACTERS);
            }
        }
    }

    private int startOf(int literal) {
        int position = 0;
        for (int i = 0; i < literal; i++) {
            int placeholder = String.join(".", properties.get(i)).length() + "{}".length();
            position += literals.get(i).length() + placeholder;
        }
        return position;
    }

    private static MappingException error(String text, String what, int position) {
        return error(text, what, position, "");
    }

    private static MappingException error(String text, String what, int position, String advice) {
        return new MappingException("The template '" + text + "' " + what + " at position " + position + advice);
    }
}
