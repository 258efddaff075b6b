package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import io.pushcast.text.LogText;
import java.util.ArrayList;
import java.util.List;

/** Reads the text of one {@link ChannelPattern}. For one use. */
final class PatternParser {

    private static final String REST = "...";
    private static final String ENDINGS = "-_=@,.;";
    private static final String CHANNEL_CHARACTERS = "A-Z a-z 0-9 _ - = @ , . ;";

    private final String text;
    private final List<PatternElement> steps = new ArrayList<>();
    private final List<String> parameters = new ArrayList<>();

    PatternParser(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it is no pattern, or not for channels that are authorised */
    ChannelPattern parse() {
        ChannelName.Type type = type();
        if (!type.needsAuthorization()) {
            throw error("is not for private or presence channels, which alone are authorised; it must begin with '"
                    + ChannelName.Type.PRIVATE.prefix() + "' or '" + ChannelName.Type.PRESENCE.prefix()
                    + "', written out before any parameter");
        }
        return parse(type);
    }

    /** @throws IllegalArgumentException if it is no pattern, or not for cache channels */
    ChannelPattern parseCache() {
        ChannelName.Type type = type();
        if (!type.isCache()) {
            throw error("is not for cache channels; it must begin with '" + ChannelName.Type.CACHE.prefix() + "', '"
                    + ChannelName.Type.PRIVATE_CACHE.prefix() + "' or the like, written out before any parameter");
        }
        return parse(type);
    }

    private ChannelPattern parse(ChannelName.Type type) {
        String endings = endings();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                int close = closingBrace(i);
                addParameter(i, close, endings);
                i = close;
            } else {
                addText(i);
            }
        }
        return new ChannelPattern(text, type, steps, parameters);
    }

    private ChannelName.Type type() {
        int open = text.indexOf('{');
        return ChannelName.Type.of(open < 0 ? text : text.substring(0, open));
    }

    /** The characters that no parameter of this pattern takes. */
    private String endings() {
        StringBuilder endings = new StringBuilder(".");
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '}') {
                throw error("has a '}' without a '{' before it", i, "");
            }
            if (text.charAt(i) == '{') {
                i = closingBrace(i);
                if (i + 1 < text.length()) {
                    endings.append(checkedEnding(i + 1));
                }
            }
        }
        return endings.toString();
    }

    private char checkedEnding(int position) {
        char c = text.charAt(position);
        if (c == '{') {
            throw error("has two parameters that touch", position, "; put one of " + spaced(ENDINGS) + " between them");
        }
        if (ENDINGS.indexOf(c) < 0) {
            throw error(
                    "has " + LogText.character(c) + " directly behind a parameter,",
                    position,
                    "; a parameter ends at one of " + spaced(ENDINGS));
        }
        return c;
    }

    private int closingBrace(int open) {
        for (int i = open + 1; i < text.length(); i++) {
            if (text.charAt(i) == '{') {
                throw error("has a '{' within a parameter", i, "");
            }
            if (text.charAt(i) == '}') {
                return i;
            }
        }
        throw error("has a '{' that is not closed", open, "");
    }

    private void addParameter(int open, int close, String endings) {
        String content = text.substring(open + 1, close);
        boolean rest = content.endsWith(REST);
        String name = rest ? content.substring(0, content.length() - REST.length()) : content;
        if (!isName(name)) {
            throw error(
                    "has the parameter {" + content + "}, where '" + name + "' is no name,",
                    open,
                    "; names look like customerId");
        }
        if (rest && close < text.length() - 1) {
            throw error("has text behind {" + content + "}", close + 1, "; such a parameter must be the end");
        }
        if (parameters.contains(name)) {
            throw error("has the parameter {" + name + "} twice, again", open, "; give them different names");
        }
        parameters.add(name);
        steps.add(new PatternElement.Parameter(name, rest ? "" : endings));
    }

    private void addText(int position) {
        char c = text.charAt(position);
        if (ChannelName.firstIllegal(String.valueOf(c), 0) >= 0) {
            throw error("has " + LogText.character(c), position, "; channel names are made of " + CHANNEL_CHARACTERS);
        }
        steps.add(new PatternElement.Text(c));
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && Character.isJavaIdentifierStart(name.charAt(0))
                && name.chars().allMatch(Character::isJavaIdentifierPart);
    }

    private static String spaced(String characters) {
        return String.join(" ", characters.split(""));
    }

    private IllegalArgumentException error(String what, int position, String advice) {
        return error(what + " at position " + position + advice);
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException("The channel pattern " + LogText.quoted(text) + " " + what);
    }
}
