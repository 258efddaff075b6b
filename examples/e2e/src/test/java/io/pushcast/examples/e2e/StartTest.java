package io.pushcast.examples.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said where something is missing; with stand-ins for Node.js, so that it is tested where there is none. */
class StartTest {

    @TempDir
    Path folder;

    @BeforeEach
    void installNode() throws IOException {
        node("echo v20.0.0");
    }

    @Test
    void soketiSaysThatNodeIsMissing() {
        assertThatExceptionOfType(MissingProgramException.class)
                .isThrownBy(() -> Soketi.start(new InstalledPrograms(Map.of("PATH", "/no/such/folder")), packages()))
                .withMessage("There is no node on the PATH: install Node.js 20 or later, then run `npm ci` in"
                        + " examples/e2e");
    }

    @Test
    void soketiSaysThatItsPackageIsMissing() {
        assertThatExceptionOfType(MissingProgramException.class)
                .isThrownBy(() -> Soketi.start(programs(), packages()))
                .withMessage("There is no " + folder + "/node_modules/@soketi/soketi/bin/server.js: with Node.js 20 or"
                        + " later, run `npm ci` in " + folder + " (Maven can't bring npm's packages)");
    }

    @Test
    void soketiSaysWhyItDidNotStart() throws Exception {
        Path server = folder.resolve("node_modules/@soketi/soketi/bin/server.js");
        Files.createDirectories(server.getParent());
        Files.createFile(server);
        node("[ \"$1\" = --version ] && echo v20.0.0 || echo no such luck");

        assertThatIllegalStateException()
                .isThrownBy(() -> Soketi.start(programs(), packages()))
                .withMessageStartingWith("soketi did not become ready; it said: no such luck");
    }

    @Test
    void chromiumSaysThatItIsMissing() {
        assertThatExceptionOfType(MissingProgramException.class)
                .isThrownBy(() -> Chromium.start(programs()))
                .withMessage("There is no Chromium on the PATH: install it (on Debian `apt-get install chromium`), or"
                        + " name its executable in the environment variable CHROMIUM");
    }

    @Test
    void theLockFileNamesNoRegistry() throws Exception {
        Path module = NpmPackages.ofThisModule().module();

        assertThat(Files.readString(module.resolve("package-lock.json")))
                .contains("\"lockfileVersion\"")
                .doesNotContain("\"resolved\"");
    }

    private InstalledPrograms programs() {
        return new InstalledPrograms(Map.of("PATH", folder.toString()));
    }

    private NpmPackages packages() {
        return new NpmPackages(folder);
    }

    private void node(String script) throws IOException {
        Path file = Files.writeString(folder.resolve("node"), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
