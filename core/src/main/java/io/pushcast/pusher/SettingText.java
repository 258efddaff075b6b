package io.pushcast.pusher;

import io.pushcast.text.EncodableText;
import io.pushcast.text.LogText;
import java.util.Locale;
import java.util.Set;

/**
 * Reads the texts of an app's settings, which people copy from web pages, chats and files: what can't be seen at their ends is
 * dropped, and what can't be part of them is refused. The value of a secret is never shown.
 */
final class SettingText {

    /** What a variable that is not set becomes in shells, templates and JavaScript. */
    private static final Set<String> NOTHING = Set.of("null", "undefined");

    private static final String QUOTES = "\"'`\u201c\u201d\u2018\u2019\u201e\u00ab\u00bb";

    /** What has a form in Unicode and none on the screen: fillers, the blank of Braille, joiners, variation selectors. */
    private static final String BLANK = "\u115f\u1160\u3164\uffa0\u2800\u034f\ufe0e\ufe0f";

    private SettingText() {}

    /** Without white space, byte order marks and characters that have no width, before and after it. */
    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isUnseen(text.charAt(start))) {
            start++;
        }
        while (start < end && isUnseen(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /**
     * An id, key or secret, which is trimmed already.
     *
     * @param isSecret whether the value must not be shown
     * @throws IllegalArgumentException if it is none
     */
    static void checkCredential(String name, String value, boolean isSecret) {
        refusePlaceholder(name, value);
        String shown = isSecret ? "" : ", " + LogText.quoted(value) + ",";
        if (isQuoted(value)) {
            throw new IllegalArgumentException(
                    "The " + name + " of the Pusher app" + shown + " stands between quotes; leave them out");
        }
        EncodableText.check("The " + name + " of the Pusher app" + shown, value, IllegalArgumentException::new);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != ' ' && isUnseen(c)) {
                throw new IllegalArgumentException("The " + name + " of the Pusher app" + shown
                        + " has the character " + LogText.character(c) + " at position " + i
                        + ", which can't be seen; copy it again");
            }
        }
    }

    static void refusePlaceholder(String name, String value) {
        if (NOTHING.contains(value.toLowerCase(Locale.ROOT)) || (value.startsWith("${") && value.endsWith("}"))) {
            throw new IllegalArgumentException("The " + name + " of the Pusher app is " + LogText.quoted(value)
                    + "; is the environment variable or property set that holds it?");
        }
    }

    static boolean isQuoted(String value) {
        return value.length() > 1
                && QUOTES.indexOf(value.charAt(0)) >= 0
                && QUOTES.indexOf(value.charAt(value.length() - 1)) >= 0;
    }

    private static boolean isUnseen(char c) {
        return Character.isWhitespace(c)
                || Character.isISOControl(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT
                || BLANK.indexOf(c) >= 0;
    }
}
