package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Transport;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a JVM says that ends, tried with JVMs that do. */
class UnclosedPublisherTest {

    @Test
    void saysHowManyMessagesAreLostWithAJvmThatEnds() throws Exception {
        assertThat(outputOf("open"))
                .contains("The JVM ends and the publisher 'shop' is not closed: 7 messages in its buffer are lost");
    }

    @Test
    void saysNothingWhenThePublisherWasClosed() throws Exception {
        assertThat(outputOf("closed")).contains("closed it").doesNotContain("The JVM ends");
    }

    @Test
    void saysNothingWhenThePublisherIsClosedWhileTheJvmEnds() throws Exception {
        assertThat(outputOf("closedByHook")).contains("closed it").doesNotContain("The JVM ends");
    }

    private static String outputOf(String how) throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        how)
                .redirectErrorStream(true)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output;
        } finally {
            process.destroyForcibly();
        }
    }

    /** Publishes seven messages that nobody takes, and ends. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) {
            Pushcast pushcast = Pushcast.builder()
                    .name("shop")
                    .transport(new SilentTransport())
                    .build();
            for (int i = 0; i < 7; i++) {
                pushcast.to("a").named("e").payload(i).publish();
            }
            if (args[0].equals("closed")) {
                close(pushcast);
            } else if (args[0].equals("closedByHook")) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(pushcast)));
            }
            System.exit(0);
        }

        private static void close(Pushcast pushcast) {
            pushcast.close(Duration.ZERO);
            System.out.println("closed it");
        }
    }

    private static final class SilentTransport implements Transport {

        @Override
        public CompletionStage<Outcome> send(List<ChannelMessage> messages) {
            return new CompletableFuture<>();
        }
    }
}
