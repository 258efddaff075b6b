package io.pushcast.examples.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code node --version} says.
 *
 * @param major the first number of the version, 0 if there is none
 * @param text all of it, such as {@code v20.11.1}
 */
record NodeVersion(int major, String text) {

    private static final int OLDEST = 20;
    private static final Pattern FORM = Pattern.compile("v(\\d{1,6})\\..*");

    static NodeVersion of(Path node) {
        try {
            Process process = new ProcessBuilder(node.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            return parse(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new MissingProgramException(
                    node + " does not run: install Node.js 20 or later, then run `npm ci` in examples/e2e", e);
        }
    }

    static NodeVersion parse(String output) {
        String text = output.trim();
        Matcher matcher = FORM.matcher(text);
        return new NodeVersion(matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0, text);
    }

    void check(Path node) {
        if (major < OLDEST) {
            throw new MissingProgramException(node + " is of version '" + text + "', which is too old: install Node.js "
                    + OLDEST + " or later, then run `npm ci` in examples/e2e");
        }
    }
}
