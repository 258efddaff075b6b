package io.pushcast.outbox.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Several texts as one, each on a line of its own; line ends and backslashes within them are escaped. */
final class LineEncoding {

    private LineEncoding() {}

    static String join(List<String> texts) {
        StringBuilder joined = new StringBuilder();
        for (String text : texts) {
            if (joined.length() > 0) {
                joined.append('\n');
            }
            joined.append(escape(text));
        }
        return joined.toString();
    }

    static List<String> split(String joined) {
        List<String> texts = new ArrayList<>(1);
        int from = 0;
        for (int end = joined.indexOf('\n'); end >= 0; end = joined.indexOf('\n', from)) {
            texts.add(unescape(joined.substring(from, end)));
            from = end + 1;
        }
        texts.add(unescape(joined.substring(from)));
        return texts;
    }

    static String joinPairs(Map<String, String> pairs) {
        List<String> lines = new ArrayList<>(pairs.size());
        pairs.forEach((name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new IllegalArgumentException("'" + name + "' can't be the name of a header");
            }
            lines.add(name + '=' + value);
        });
        return join(lines);
    }

    static Map<String, String> splitPairs(String joined) {
        if (joined.isEmpty()) {
            return Map.of();
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : split(joined)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                pairs.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return pairs;
    }

    private static String escape(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\\') < 0
                ? text
                : text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
