package io.pushcast.spring.startup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Configuration;

/**
 * Measures what the starter adds to the start of a minimal application: starts it in a new JVM again and again, by turns with
 * {@code pushcast.enabled} false and true, and prints the medians of what Spring Boot says it took. Run it with the class path
 * of the tests; the argument is how often.
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
        List<Long> without = new ArrayList<>();
        List<Long> with = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            without.add(measure("false"));
            with.add(measure("true"));
        }
        System.out.printf(
                "median of %d starts: %d ms without, %d ms with Pushcast, %d ms added%n",
                rounds, median(without), median(with), median(with) - median(without));
    }

    private static void start(String enabled) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLogStartupInfo(false);
        application.addListeners((ApplicationListener<ApplicationReadyEvent>)
                event -> System.out.println("took " + event.getTimeTaken().toMillis()));
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

    private static long measure(String enabled) throws InterruptedException {
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
                    .mapToLong(line -> Long.parseLong(line.substring("took ".length())))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("It did not start:\n" + output));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
