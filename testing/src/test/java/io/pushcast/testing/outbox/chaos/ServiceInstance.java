package io.pushcast.testing.outbox.chaos;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pushcast.Pushcast;
import io.pushcast.outbox.Outbox;
import io.pushcast.outbox.jdbc.JdbcOutboxStore;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.resilience.ResilienceSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.slf4j.LoggerFactory;

/** One instance of a service, in a JVM of its own: writes to its database, relays, and does as it is told on its input. */
final class ServiceInstance {

    private static final int WRITERS = 2;
    private static final Duration OPEN_BREAKER = Duration.ofSeconds(2);

    private final String name;
    private final HikariDataSource pool;
    private final Outbox outbox;
    private final HoldingTransport transport;
    private final Pushcast pushcast;
    private final List<MessageWriter> writers = new ArrayList<>();

    private ServiceInstance(Arguments arguments) {
        this.name = arguments.name();
        this.pool = pool(arguments);
        JdbcOutboxStore store = JdbcOutboxStore.of(pool);
        this.outbox = Outbox.on(store)
                .name(arguments.outbox())
                .leaseTime(arguments.leaseTime())
                .build();
        this.transport = new HoldingTransport(
                PusherTransport.builder(PusherApp.fromUrl(arguments.pusherUrl()))
                        .clock(arguments.clock())
                        .build(),
                () -> say("holding"));
        this.pushcast = Pushcast.builder()
                .name(name)
                .transport(transport)
                .resilience(resilience(arguments.leaseTime()))
                .outbox(outbox)
                .build();
        Random seeds = new Random(arguments.seed());
        for (int i = 0; i < WRITERS; i++) {
            writers.add(new MessageWriter(name + "-w" + i, store, pushcast, seeds.nextLong()));
        }
    }

    /** A server that is back is noticed within the time of a lease, that of an open circuit breaker included. */
    private static ResilienceSettings resilience(Duration leaseTime) {
        return ResilienceSettings.builder()
                .maxBackoff(leaseTime.minus(OPEN_BREAKER))
                .build();
    }

    private record Arguments(
            String name,
            Clock clock,
            String databaseUrl,
            String databaseUser,
            String outbox,
            String pusherUrl,
            Duration leaseTime,
            long seed) {

        static Arguments of(String... values) {
            return new Arguments(
                    values[0],
                    Clock.offset(Clock.systemUTC(), Duration.parse(values[1])),
                    values[2],
                    values[3],
                    values[4],
                    values[5],
                    Duration.parse(values[6]),
                    Long.parseLong(values[7]));
        }
    }

    /**
     * Takes its name, how much its wall clock is to be shifted, the URL and user of the database, the name of the
     * outbox, the URL of Pusher, the lease time, a seed.
     */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.INFO);
        Arguments arguments = Arguments.of(args);
        ServiceInstance instance = new ServiceInstance(arguments);
        say("ready " + arguments.clock().instant());
        instance.obey();
        instance.close();
    }

    private void obey() throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            switch (command) {
                case "write" -> writers.forEach(MessageWriter::write);
                case "hold" -> transport.hold();
                case "poison" ->
                    pushcast.to("poison")
                            .named(HoldingTransport.POISONED)
                            .payload(1)
                            .publish();
                case "rest" -> {
                    rest();
                    say("rested");
                }
                case "close" -> {
                    rest();
                    return;
                }
                default -> throw new IllegalArgumentException(command);
            }
        }
        // The test has died: so does this, without closing anything.
        Runtime.getRuntime().halt(1);
    }

    private void rest() throws InterruptedException {
        for (MessageWriter writer : writers) {
            writer.rest();
        }
    }

    private void close() {
        pushcast.close(Duration.ofSeconds(30));
        pool.close();
        say("closed, lost " + outbox.status().leasesLost() + " leases, late "
                + outbox.status().lateCommits());
    }

    private static void say(String what) {
        System.out.println("@" + what);
    }

    private static HikariDataSource pool(Arguments arguments) {
        HikariConfig configuration = new HikariConfig();
        configuration.setJdbcUrl(arguments.databaseUrl());
        configuration.setUsername(arguments.databaseUser());
        configuration.setMaximumPoolSize(3 + WRITERS + 1);
        configuration.setConnectionTimeout(2_000);
        configuration.setInitializationFailTimeout(-1);
        return new HikariDataSource(configuration);
    }
}
