package io.pushcast.testing.outbox.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The recording server: a {@code Standalone} in a process of its own, which says each event that it accepts, before it
 * answers, in the order of their arrival. Can be ended, and started again at the same port.
 */
final class ServerProcess {

    private static final String MAIN = "io.pushcast.testing.StandaloneServer";
    private static final Pattern ARRIVAL = Pattern.compile("event +\\S+ +happened +\"(.+):(\\d+)\"");
    private static final Pattern READY = Pattern.compile("A Pusher server .* listens on .*");

    private final int port = FreePorts.free();
    private final List<DeliveryLedger.Arrival> arrivals = new ArrayList<>();
    private JvmProcess jvm;
    private int starts;

    void start() throws IOException, InterruptedException {
        String name = "server-" + starts++;
        CountDownLatch ready = new CountDownLatch(1);
        List<String> arguments = List.of("--port", String.valueOf(port));
        jvm = new JvmProcess(
                name,
                new JvmProcess.Program(MAIN, List.of("-Xmx128m"), Map.of(), arguments),
                line -> hear(line, ready));
        if (!ready.await(60, TimeUnit.SECONDS)) {
            throw new AssertionError("The server did not start; see " + JvmProcess.log(name));
        }
    }

    private void hear(String line, CountDownLatch ready) {
        if (line == null) {
            return;
        }
        Matcher arrival = ARRIVAL.matcher(line);
        if (arrival.matches()) {
            arrived(new DeliveryLedger.Message(arrival.group(1), Integer.parseInt(arrival.group(2))));
        } else if (READY.matcher(line).matches()) {
            ready.countDown();
        }
    }

    private synchronized void arrived(DeliveryLedger.Message message) {
        arrivals.add(new DeliveryLedger.Arrival(message, System.currentTimeMillis()));
    }

    /** For publishers. */
    String url() {
        return "http://key:secret@127.0.0.1:" + port + "/apps/app";
    }

    synchronized List<DeliveryLedger.Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    synchronized void forget() {
        arrivals.clear();
    }

    void kill() throws InterruptedException {
        jvm.kill();
    }
}
