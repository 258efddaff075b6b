package io.pushcast.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows text that comes from outside in logs and exceptions: event names, channel names, user ids, socket ids, what servers
 * answer, the fields of webhooks.
 *
 * <p>Whoever chose such a text chose its characters and its length too. Here it is shortened, and every character that could
 * start a line, hide, or change the direction of what is read is written as in a Java source ({@code \n}, {@code \u202E}). So
 * one value is one short piece of one line, whatever is in it. It is meant for reading only, not for being read back.
 *
 * @see <a href="https://owasp.org/www-community/attacks/Log_Injection">Log injection</a>
 */
public final class LogText {

    /** As many characters of a value as are shown: every legal name of a channel or event is shown whole. */
    public static final int MAX_SHOWN = 200;

    /** As many values of a list as are shown. */
    private static final int MAX_VALUES = 10;

    private static final String PLAIN = "_-=@,.;:#+/$";

    private LogText() {}

    /** The text between single quotes: {@code 'order placed'}. A longer one than {@link #MAX_SHOWN} tells its length. */
    public static String quoted(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_SHOWN) + 24).append('\'');
        boolean whole = append(shown, text, MAX_SHOWN, true);
        return shown.append(whole ? "'" : "…' (" + text.length() + " characters)")
                .toString();
    }

    /** A name as it is, if it has nothing but letters, digits and {@code _-=@,.;:#+/$} and is short; else as {@link #quoted}. */
    public static String name(@Nullable String text) {
        return text != null && isPlain(text) ? text : quoted(text);
    }

    /** Names in brackets, each as {@link #name} shows it: {@code [orders, private-orders.7]}. Of many, the first. */
    public static String names(List<?> values) {
        List<String> shown = new ArrayList<>(Math.min(values.size(), MAX_VALUES + 1));
        for (Object value : values.subList(0, Math.min(values.size(), MAX_VALUES))) {
            shown.add(name(String.valueOf(value)));
        }
        int more = values.size() - shown.size();
        return "[" + String.join(", ", shown) + (more > 0 ? ", … " + more + " more]" : "]");
    }

    /**
     * A longer text, such as what a server answered, without quotes on one line: line breaks and runs of white space become
     * one space. It is shortened as {@link #quoted} shortens.
     */
    public static String line(@Nullable String text) {
        return line(text, MAX_SHOWN);
    }

    /** The same, of which up to this many characters are shown. */
    public static String line(@Nullable String text, int most) {
        if (text == null) {
            return "";
        }
        // What is read at most: white space must not make this run through a megabyte.
        String start = text.substring(0, (int) Math.min(text.length(), 8L * most));
        String oneLine = start.replaceAll("[\\s\\p{Cntrl}\\x{FEFF}]+", " ").strip();
        StringBuilder shown = new StringBuilder(Math.min(oneLine.length(), most) + 24);
        boolean whole = append(shown, oneLine, most, false) && start.length() == text.length();
        return shown.append(whole ? "" : "… (" + text.length() + " characters)").toString();
    }

    /** One character: {@code '?'}, or {@code U+0020} for one that would not be seen. */
    public static String character(char c) {
        return c > ' ' && c < 127 ? "'" + c + "'" : String.format("U+%04X", (int) c);
    }

    private static boolean append(StringBuilder shown, String text, int most, boolean inQuotes) {
        int i = 0;
        while (i < text.length() && i < most) {
            int codePoint = text.codePointAt(i);
            if (isVisible(codePoint)) {
                if (inQuotes && (codePoint == '\\' || codePoint == '\'')) {
                    shown.append('\\');
                }
                shown.appendCodePoint(codePoint);
            } else {
                appendEscaped(shown, codePoint);
            }
            i += Character.charCount(codePoint);
        }
        return i >= text.length();
    }

    private static void appendEscaped(StringBuilder shown, int codePoint) {
        switch (codePoint) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> {
                for (char unit : Character.toChars(codePoint)) {
                    shown.append(String.format("\\u%04X", (int) unit));
                }
            }
        }
    }

    /** Not what starts a line, has no width, changes the direction, is half a character, or looks like a space and is none. */
    private static boolean isVisible(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= ' ' && codePoint != 0x7f;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || text.length() > MAX_SHOWN) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && PLAIN.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
