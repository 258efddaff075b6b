package io.pushcast.examples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The project's README, and the page about the outbox, as far as tests read them. */
final class Readme {

    private static final Path FILE = Path.of("..", "..", "README.md");
    private static final Path OUTBOX = Path.of("..", "..", "core", "outbox.md");

    private Readme() {}

    /** The blocks of that language, in their order. */
    static List<String> blocks(String language) throws IOException {
        return blocksIn(Files.readString(FILE), language);
    }

    /** The blocks of that language on the page about the outbox. */
    static List<String> blocksAboutTheOutbox(String language) throws IOException {
        return blocksIn(Files.readString(OUTBOX), language);
    }

    /** The blocks of that language below that heading. */
    static List<String> blocksBelow(String heading, String language) throws IOException {
        String text = Files.readString(FILE);
        int start = text.indexOf("\n## " + heading + "\n");
        int end = text.indexOf("\n## ", start + 1);
        return blocksIn(text.substring(start, end < 0 ? text.length() : end), language);
    }

    private static List<String> blocksIn(String text, String language) {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }
}
