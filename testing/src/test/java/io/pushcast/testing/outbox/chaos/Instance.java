package io.pushcast.testing.outbox.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.pusher.PusherApp;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.slf4j.LoggerFactory;

/** One instance of a service, in a JVM of its own: writes to its database, relays, and does as it is told on its input. */
final class Instance {

    private static final int WRITERS = 2;

    private Instance() {}

    /** Takes the database's URL, Pusher's URL, the instance's name, the lease time in milliseconds, and a seed. */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.INFO);
        HikariDataSource pool = pool(args[0]);
        JdbcOutboxStore store = JdbcOutboxStore.of(pool);
        Outbox outbox = Outbox.on(store)
                .leaseTime(Duration.ofMillis(Long.parseLong(args[3])))
                .build();
        Pushcast pushcast = Pushcast.builder()
                .name(args[2])
                .app(PusherApp.fromUrl(args[1]))
                .outbox(outbox)
                .build();
        List<Writer> writers = new ArrayList<>();
        Random seeds = new Random(Long.parseLong(args[4]));
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new Writer(args[2] + "-w" + i, store, pushcast, seeds.nextLong()));
        }
        say("ready");
        obey(writers);
        pushcast.close(Duration.ofSeconds(30));
        say("closed, lost " + outbox.status().leasesLost() + " leases, late "
                + outbox.status().lateCommits());
        pool.close();
    }

    private static void obey(List<Writer> writers) throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            switch (command) {
                case "write" -> writers.forEach(Writer::write);
                case "rest" -> {
                    for (Writer writer : writers) {
                        writer.rest();
                    }
                    say("rested");
                }
                case "close" -> {
                    for (Writer writer : writers) {
                        writer.rest();
                    }
                    return;
                }
                default -> throw new IllegalArgumentException(command);
            }
        }
        // The test has died: so does this, without closing anything.
        Runtime.getRuntime().halt(1);
    }

    static void say(String what) {
        System.out.println("@" + what);
    }

    private static HikariDataSource pool(String url) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(url);
        configuration.setUsername("postgres");
        configuration.setMaximumPoolSize(3 + WRITERS + 1);
        configuration.setConnectionTimeout(2_000);
        configuration.setInitializationFailTimeout(-1);
        return new HikariDataSource(configuration);
    }
}
