package io.pushcast.examples.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What {@code npm ci} installed.
 *
 * @param module the folder with package.json
 */
record NpmPackages(Path module) {

    /** The packages of this module, whose folder Maven and most editors make the working directory of a test. */
    static NpmPackages ofThisModule() {
        Path here = Path.of("").toAbsolutePath();
        Path module = here.resolve("examples/e2e");
        return new NpmPackages(Files.isDirectory(module) ? module : here);
    }

    /**
     * A file or folder of a package.
     *
     * @param path where it is, from the name of the package on, such as {@code pusher-js/dist/web}
     * @throws MissingProgramException if it isn't installed
     */
    Path find(String path) {
        Path found = module.resolve("node_modules").resolve(path);
        if (Files.notExists(found)) {
            throw new MissingProgramException("There is no " + found + ": with Node.js 20 or later, run `npm ci` in "
                    + module + " (Maven can't bring npm's packages)");
        }
        return found;
    }
}
