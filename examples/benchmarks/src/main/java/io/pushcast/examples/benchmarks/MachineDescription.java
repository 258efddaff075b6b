package io.pushcast.examples.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where it was measured.
 *
 * @param processor the model's name, if the system tells
 * @param cores how many of them this JVM sees
 * @param system name and version of the operating system
 * @param jvm name and version
 * @param heap the largest heap and its collectors
 */
record MachineDescription(String processor, int cores, String system, String jvm, String heap) {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    static MachineDescription current() throws IOException {
        return new MachineDescription(
                model(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB, "
                        + String.join(
                                " and ",
                                ManagementFactory.getGarbageCollectorMXBeans().stream()
                                        .map(collector -> collector.getName())
                                        .toList()));
    }

    /** How many threads wanted a core, on average over the last minute; negative if the system does not tell. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String model() throws IOException {
        if (!Files.isReadable(CPUINFO)) {
            return System.getProperty("os.arch");
        }
        List<String> models;
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            models = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .distinct()
                    .toList();
        }
        return models.isEmpty() ? System.getProperty("os.arch") : String.join(", ", models);
    }

    @Override
    public String toString() {
        return processor + ", " + cores + " cores; " + system + "; " + jvm + "; heap " + heap;
    }
}
