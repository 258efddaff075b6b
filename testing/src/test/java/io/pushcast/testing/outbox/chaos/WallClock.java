package io.pushcast.testing.outbox.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wall clock for a process, right or wrong. Where libfaketime is installed, all that runs in the process sees it. Elsewhere
 * the program itself must give it to whatever of Pushcast asks for the time.
 *
 * @param ahead by how much it is ahead of the machine's
 */
record WallClock(Duration ahead) {

    static final WallClock RIGHT = new WallClock(Duration.ZERO);

    private static final String NAME = "libfaketimeMT.so.1";

    private static final Optional<Path> LIBRARY = List.of(
                    "/usr/lib/x86_64-linux-gnu/faketime/",
                    "/usr/lib/aarch64-linux-gnu/faketime/",
                    "/usr/lib64/faketime/",
                    "/usr/lib/faketime/")
            .stream()
            .map(folder -> Path.of(folder, NAME))
            .filter(Files::isRegularFile)
            .findFirst();

    static boolean canBeWholeProcess() {
        return LIBRARY.isPresent();
    }

    private boolean isByLibrary() {
        return !ahead.isZero() && canBeWholeProcess();
    }

    /** By how much the program must shift what it gives to Pushcast. */
    Duration offsetByProgram() {
        return isByLibrary() ? Duration.ZERO : ahead;
    }

    /** To start the process with. */
    Map<String, String> environment() {
        if (!isByLibrary()) {
            return Map.of();
        }
        return Map.of(
                "LD_PRELOAD",
                LIBRARY.orElseThrow().toString(),
                "FAKETIME",
                (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "s",
                // A machine's wall clock may be wrong; that time passes evenly is what the other clock is for.
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // What it thinks to mend in glibc makes every wait of a JVM end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }
}
