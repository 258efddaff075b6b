package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryEngineManyChannelsTest {

    private final EngineHarness harness = new EngineHarness();

    private final List<ChannelName> channels =
            IntStream.range(0, 250).mapToObj(i -> ChannelName.of("c" + i)).toList();

    @Test
    void sendsAMessageToManyChannelsInParts() {
        CompletableFuture<Delivery> delivery =
                harness.publish(ChannelMessage.builder("1", channels, "e", "{}").build());
        while (!harness.transport.underWay().isEmpty()) {
            harness.transport.underWay().get(0).accept();
        }

        assertThat(harness.transport.sent)
                .extracting(request -> request.messages().get(0).channels().size())
                .containsExactly(100, 100, 50);
        assertThat(delivery.join().receipts())
                .singleElement()
                .satisfies(receipt -> assertThat(receipt.channels()).isEqualTo(channels));
    }

    @Test
    void neverRepeatsAPartThatWasDelivered() {
        harness.publish(ChannelMessage.builder("1", channels, "e", "{}").build());
        harness.transport.last().accept();
        harness.transport.last().answer(EngineHarness.OUTAGE);
        harness.pass(Duration.ofSeconds(1));
        harness.transport.last().accept();
        harness.transport.last().accept();

        assertThat(harness.transport.sent)
                .extracting(
                        request -> request.messages().get(0).channels().get(0).value())
                .containsExactly("c0", "c100", "c100", "c200");
        assertThat(harness.ends).containsExactly(java.util.Map.entry("1", "DELIVERED"));
    }
}
