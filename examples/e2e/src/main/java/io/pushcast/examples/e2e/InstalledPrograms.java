package io.pushcast.examples.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The installed programs, found as a shell finds them. Immutable and safe for use by several threads. */
final class InstalledPrograms {

    private static final List<String> CHROMIUM_NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

    private final Map<String, String> environment;

    /**
     * @param environment the environment variables; {@code PATH} and {@code CHROMIUM} are read
     */
    InstalledPrograms(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** The programs that this process finds. */
    static InstalledPrograms installed() {
        return new InstalledPrograms(System.getenv());
    }

    /**
     * Node.js, version 20 or later.
     *
     * @throws MissingProgramException if there is none on the {@code PATH}, or an older one
     */
    Path node() {
        Path node = onPath("node")
                .orElseThrow(
                        () -> new MissingProgramException(
                                "There is no node on the PATH: install Node.js 20 or later, then run `npm ci` in examples/e2e"));
        NodeVersion.of(node).check(node);
        return node;
    }

    /**
     * Chromium, or Chrome: what the environment variable {@code CHROMIUM} names, or else the first on the {@code PATH}.
     *
     * @throws MissingProgramException if there is none
     */
    Path chromium() {
        String named = environment.getOrDefault("CHROMIUM", "");
        if (!named.isBlank()) {
            return Optional.of(Path.of(named))
                    .filter(InstalledPrograms::canRun)
                    .orElseThrow(() -> new MissingProgramException("The environment variable CHROMIUM names '" + named
                            + "', which is no program: name the executable, such as /usr/bin/chromium"));
        }
        return CHROMIUM_NAMES.stream()
                .flatMap(name -> onPath(name).stream())
                .findFirst()
                .orElseThrow(() -> new MissingProgramException("There is no Chromium on the PATH: install it (on Debian"
                        + " `apt-get install chromium`), or name its executable in the environment variable CHROMIUM"));
    }

    private Optional<Path> onPath(String name) {
        return folders()
                .map(folder -> folder.resolve(name))
                .filter(InstalledPrograms::canRun)
                .findFirst();
    }

    private Stream<Path> folders() {
        String path = environment.getOrDefault("PATH", "");
        return Arrays.stream(path.split(Pattern.quote(File.pathSeparator), -1))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
    }

    private static boolean canRun(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
