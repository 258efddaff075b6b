package io.pushcast.text;

import java.util.function.Function;

/**
 * The one rule for the characters of everything that is published: each text can be written as UTF-8, and none has U+0000.
 *
 * <p>Half of a character (a lone surrogate), which is left where a text was cut in the middle of an emoji, has no form in UTF-8:
 * it would arrive as a question mark, and nobody would know. U+0000 is refused by PostgreSQL, which then has ended the
 * transaction. So both are refused when a message is made, that is in {@code publish}, whether there is an outbox or not and
 * whatever its database: in payloads, event names, ordering keys, the ids of messages and those of users. A payload may have
 * them as JSON's escapes ({@code \\u0000}), which are ASCII.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-8.2">RFC 8259, unpaired surrogates</a>
 */
public final class EncodableText {

    private EncodableText() {}

    /**
     * Checks a text.
     *
     * @param what the text, such as {@code The event name 'x'}, as the start of an error
     * @param error makes the exception that is thrown if the text has half of a character or U+0000, of what is wrong with it
     */
    public static void check(String what, String text, Function<String, ? extends RuntimeException> error) {
        int bad = firstBad(text);
        if (bad >= 0) {
            throw error.apply(problem(what, text, bad));
        }
    }

    /** The position of the first half of a character, or U+0000; -1 if there is none. */
    public static int firstBad(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    /** What is wrong with the character at a position that {@link #firstBad} found. */
    public static String problem(String what, String text, int position) {
        char c = text.charAt(position);
        return what + " has the character " + LogText.character(c) + " at position " + position
                + (c == 0
                        ? ", which databases do not store; remove it"
                        : ", half of a character that was cut in two (an emoji, by substring?), which can't be sent; cut"
                                + " texts by code points");
    }
}
