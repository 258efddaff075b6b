package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledProgramsTest {

    @TempDir
    Path first;

    @TempDir
    Path second;

    @Test
    void findsWhatComesFirstOnThePath() throws Exception {
        Path chromium = program(first, "chromium", "exit 0");
        program(second, "chromium", "exit 0");

        assertThat(programs().chromium()).isEqualTo(chromium);
    }

    @Test
    void takesChromeWhereThereIsNoChromium() throws Exception {
        Path chrome = program(second, "google-chrome", "exit 0");

        assertThat(programs().chromium()).isEqualTo(chrome);
    }

    @Test
    void prefersTheChromiumThatTheEnvironmentNames() throws Exception {
        program(first, "chromium", "exit 0");
        Path own = program(second, "my-own-chromium", "exit 0");

        assertThat(programsWithChromium(own.toString()).chromium()).isEqualTo(own);
    }

    @Test
    void doesNotTakeAFileThatIsNoProgram() throws Exception {
        Files.writeString(first.resolve("chromium"), "not executable");

        assertMissing(() -> programs().chromium()).startsWith("There is no Chromium on the PATH");
    }

    @Test
    void saysHowToInstallChromium() {
        assertMissing(() -> programs().chromium())
                .isEqualTo(
                        "There is no Chromium on the PATH: install it (on Debian `apt-get install chromium`), or name"
                                + " its executable in the environment variable CHROMIUM");
    }

    @Test
    void saysThatTheEnvironmentNamesNoProgram() {
        assertMissing(() -> programsWithChromium("/no/such/chromium").chromium())
                .isEqualTo("The environment variable CHROMIUM names '/no/such/chromium', which is no program: name the"
                        + " executable, such as /usr/bin/chromium");
    }

    @Test
    void findsNode() throws Exception {
        Path node = program(first, "node", "echo v20.0.0");

        assertThat(programs().node()).isEqualTo(node);
    }

    @Test
    void saysHowToInstallNode() {
        assertMissing(() -> programs().node())
                .isEqualTo("There is no node on the PATH: install Node.js 20 or later, then run `npm ci` in"
                        + " examples/e2e");
    }

    @Test
    void saysThatNodeIsTooOld() throws Exception {
        Path node = program(first, "node", "echo v18.20.4");

        assertMissing(() -> programs().node())
                .isEqualTo(node + " is of version 'v18.20.4', which is too old: install Node.js 20 or later, then run"
                        + " `npm ci` in examples/e2e");
    }

    @Test
    void saysThatWhatIsCalledNodeIsNot() throws Exception {
        Path node = program(first, "node", "echo Welcome to the amateur packet radio node");

        assertMissing(() -> programs().node())
                .startsWith(node + " is of version 'Welcome to the amateur packet radio node', which is too old");
    }

    @Test
    void saysThatNodeDoesNotRun() throws Exception {
        Path node = program(first, "node", "exit 0");
        Files.writeString(node, "#!/no/such/interpreter\n");

        assertMissing(() -> programs().node())
                .isEqualTo(node + " does not run: install Node.js 20 or later, then run `npm ci` in examples/e2e");
    }

    private InstalledPrograms programs() {
        return new InstalledPrograms(Map.of("PATH", path()));
    }

    private InstalledPrograms programsWithChromium(String named) {
        return new InstalledPrograms(Map.of("PATH", path(), "CHROMIUM", named));
    }

    private String path() {
        return first + File.pathSeparator + second;
    }

    private static Path program(Path folder, String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static AbstractStringAssert<?> assertMissing(ThrowingCallable call) {
        return assertThat(assertThatExceptionOfType(MissingProgramException.class)
                .isThrownBy(call)
                .actual()
                .getMessage());
    }
}
