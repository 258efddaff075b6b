package io.pushcast.mapping;

/** Shows in an error what came from an event: short, and without characters that could upset a log. */
final class QuotedValue {

    private static final int SHOWN = 80;

    private QuotedValue() {}

    static String text(String text) {
        StringBuilder shown = new StringBuilder("'");
        for (int i = 0; i < Math.min(text.length(), SHOWN); i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? unicode(c) : String.valueOf(c));
        }
        return shown.append(text.length() > SHOWN ? "…'" : "'").toString();
    }

    static String character(char c) {
        return c > ' ' && c < 127 ? "'" + c + "'" : unicode(c);
    }

    private static String unicode(char c) {
        return String.format("U+%04X", (int) c);
    }
}
