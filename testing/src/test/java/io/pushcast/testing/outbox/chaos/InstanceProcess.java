package io.pushcast.testing.outbox.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The process of an {@link ServiceInstance}, as the test sees it. */
final class InstanceProcess {

    private final String name;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final JvmProcess jvm;

    /**
     * @param timeZone of the process
     * @param clock what its wall clock shows
     * @param arguments for the instance, after its name
     */
    InstanceProcess(String name, String timeZone, WallClock clock, List<String> arguments) throws IOException {
        this.name = name;
        List<String> all = new ArrayList<>(List.of(name, clock.offsetByProgram().toString()));
        all.addAll(arguments);
        Map<String, String> environment = clock.environment();
        List<String> options = List.of("-Xmx128m", "-Duser.timezone=" + timeZone);
        this.jvm = new JvmProcess(
                name, new JvmProcess.Program(ServiceInstance.class.getName(), options, environment, all), this::hear);
    }

    private void hear(String line) {
        if (line == null) {
            said.add("(nothing, and is gone)");
        } else if (line.startsWith("@")) {
            said.add(line.substring(1));
        }
    }

    String name() {
        return name;
    }

    void tell(String command) throws IOException {
        jvm.tell(command);
    }

    /** Waits for something that begins like this, which must be the next that it says, and returns the rest. */
    String awaitSaying(String prefix) throws InterruptedException {
        String line = said.poll(60, TimeUnit.SECONDS);
        if (line == null || !line.startsWith(prefix)) {
            throw new AssertionError(
                    name + " should have said '" + prefix + "', and said '" + line + "'; see " + JvmProcess.log(name));
        }
        return line.substring(prefix.length()).strip();
    }

    void kill() throws InterruptedException {
        jvm.kill();
    }

    void pause() throws IOException, InterruptedException {
        jvm.signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        jvm.signal("CONT");
    }

    void close() throws IOException, InterruptedException {
        tell("close");
        awaitSaying("closed");
        jvm.awaitEnd();
    }
}
