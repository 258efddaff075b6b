package io.pushcast.examples.quickstart;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The project's README and the pages of the documentation, as far as tests read them. */
final class Readme {

    private static final Path FILE = Path.of("..", "..", "README.md");
    private static final Path PAGES = Path.of("..", "..", "docs");
    /** Whose code is compiled where the frameworks and the test libraries are. */
    private static final Pattern COMPILED_ELSEWHERE =
            Pattern.compile("(spring-boot|quarkus|module-path|testing|embedded-pusher).*");

    private Readme() {}

    /** The blocks of that language, in their order. */
    static List<String> blocks(String language) throws IOException {
        return blocksIn(Files.readString(FILE), language);
    }

    /** The pages whose code needs nothing but the library, by their file's name, each with its blocks of that language. */
    static Map<String, List<String>> blocksOfPages(String language) throws IOException {
        Map<String, List<String>> blocks = new TreeMap<>();
        try (DirectoryStream<Path> pages = Files.newDirectoryStream(PAGES, "*.md")) {
            for (Path page : pages) {
                String name = page.getFileName().toString();
                if (!COMPILED_ELSEWHERE.matcher(name).matches()) {
                    blocks.put(name, blocksIn(Files.readString(page), language));
                }
            }
        }
        blocks.values().removeIf(List::isEmpty);
        return blocks;
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
