package io.pushcast.spring.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;

/**
 * Measures what the starter adds to the start of a minimal application: starts it in a new JVM again and again, by turns with
 * {@code pushcast.enabled} false and true, and prints the medians of what Spring Boot says it took, and of the CPU time until
 * then, which other load on the machine changes less. Run it with the class path of the tests; the argument is how often.
 */
public final class StartupCost {

    private StartupCost() {}

    /** The measurement, or with {@code --start} one start of the application. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("--start")) {
            start(arguments[1]);
            return;
        }
        int rounds = arguments.length == 0 ? 11 : Integer.parseInt(arguments[0]);
        List<Took> without = new ArrayList<>();
        List<Took> with = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            without.add(measure("false"));
            with.add(measure("true"));
        }
        print("elapsed", rounds, median(without, Took::elapsed), median(with, Took::elapsed));
        print("CPU", rounds, median(without, Took::cpu), median(with, Took::cpu));
    }

    /** The milliseconds of one start. */
    private record Took(long elapsed, long cpu) {

        static Took of(String line) {
            String[] words = line.split(" ");
            return new Took(Long.parseLong(words[1]), Long.parseLong(words[2]));
        }
    }

    private static void print(String what, int rounds, long without, long with) {
        System.out.printf(
                "median of %d starts, %s: %d ms without, %d ms with Pushcast, %d ms added%n",
                rounds, what, without, with, with - without);
    }

    private static void start(String enabled) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.addListeners((ApplicationListener<ApplicationReadyEvent>)
                event -> System.out.println("took " + event.getTimeTaken().toMillis() + " " + cpuMillis()));
        application
                .run(
                        "--pushcast.enabled=" + enabled,
                        "--pushcast.url=http://k:s@localhost:6001/apps/1",
                        "--spring.autoconfigure.exclude="
                                + "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                                + "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
                                + "org.springframework.modulith.events.config.EventPublicationAutoConfiguration,"
                                + "org.springframework.modulith.events.config.EventExternalizationAutoConfiguration")
                .close();
    }

    private static long cpuMillis() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("This system does not tell the CPU time of a process"))
                .toMillis();
    }

    private static Took measure(String enabled) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            StartupCost.class.getName(),
                            "--start",
                            enabled)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output.lines()
                    .filter(line -> line.startsWith("took "))
                    .findFirst()
                    .map(Took::of)
                    .orElseThrow(() -> new IllegalStateException("It did not start:\n" + output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long median(List<Took> starts, ToLongFunction<Took> part) {
        return starts.stream().mapToLong(part).sorted().toArray()[starts.size() / 2];
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
