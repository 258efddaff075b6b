package io.pushcast.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.OrderingKey;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryEngineFullBufferTest {

    private EngineHarness full(OverflowPolicy policy) {
        return new EngineHarness(DeliverySettings.builder()
                .bufferMessages(3)
                .maxInFlight(1)
                .overflowPolicy(policy)
                .build());
    }

    @Test
    void failsTheNewMessageAtOnce() {
        EngineHarness harness = full(OverflowPolicy.FAIL);
        IntStream.range(0, 4).forEach(i -> harness.publish("m" + i, "a"));

        assertThat(harness.ends).containsExactly(java.util.Map.entry("m3", "BUFFER_FULL"));
        assertThat(harness.failures.get("m3")).hasMessageContaining("found the buffer full (3 messages, ");
    }

    @Test
    void dropsTheOldestThatIsNotUnderWay() {
        EngineHarness harness = full(OverflowPolicy.DROP_OLDEST);
        IntStream.range(0, 4).forEach(i -> harness.publish("m" + i, "a"));

        assertThat(harness.ends).containsExactly(java.util.Map.entry("m1", "DROPPED"));
    }

    @Test
    void keepsOnlyTheLatestOfAKey() {
        EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
        harness.publish("a1", "a");
        harness.publish("a2", "a");
        harness.publish("b1", "b");
        harness.publish("a3", "a");

        assertThat(harness.ends).containsExactly(java.util.Map.entry("a2", "SUPERSEDED"));
        harness.publish("b2", "b");
        assertThat(harness.ends).containsEntry("b1", "SUPERSEDED");
    }

    @Test
    void keepsOnlyTheLatestOfOtherKeysToo() {
        EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
        harness.publish("x", "x");
        harness.publish("a1", "a");
        harness.publish("a2", "a");
        harness.publish("c1", "c");

        assertThat(harness.ends).containsExactly(java.util.Map.entry("a1", "SUPERSEDED"));
    }

    @Test
    void keepsTheLatestOfAKeyForEachOfItsChannels() {
        EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
        publishTo(harness, "a1", "private-encrypted-a");
        publishTo(harness, "b1", "private-encrypted-b");
        publishTo(harness, "a2", "private-encrypted-a");
        publishTo(harness, "b2", "private-encrypted-b");
        publishTo(harness, "a3", "private-encrypted-a");

        assertThat(harness.ends)
                .containsExactly(java.util.Map.entry("b1", "SUPERSEDED"), java.util.Map.entry("a2", "SUPERSEDED"));
    }

    @Test
    void dropsOnlyWhatIsToTheSameChannelsToMakeRoomForOthers() {
        EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
        publishTo(harness, "x", "x");
        publishTo(harness, "a1", "a");
        publishTo(harness, "a2", "a");
        publishTo(harness, "c1", "c");

        assertThat(harness.ends).containsExactly(java.util.Map.entry("a1", "SUPERSEDED"));
    }

    private void publishTo(EngineHarness harness, String id, String channel) {
        harness.publish(ChannelMessage.builder(id, List.of(ChannelName.of(channel)), "e", "{}")
                .orderedBy(OrderingKey.of("k"))
                .build());
    }

    @Test
    void givesTheRoomOfAKeyToItsNewestMessage() {
        EngineHarness harness = full(OverflowPolicy.LATEST_PER_KEY);
        harness.publish("x", "x");
        harness.publish("a1", "a");
        harness.publish("b1", "b");
        harness.publish("a2", "a");

        assertThat(harness.ends).containsExactly(java.util.Map.entry("a1", "SUPERSEDED"));
    }

    @Test
    void takesAMessageLargerThanTheWholeBufferWhenItIsEmpty() {
        EngineHarness tiny = new EngineHarness(DeliverySettings.builder()
                .bufferBytes(1)
                .overflowPolicy(OverflowPolicy.FAIL)
                .build());
        tiny.publish("1", "a");
        tiny.publish("2", "a");

        assertThat(tiny.ends).containsExactly(java.util.Map.entry("2", "BUFFER_FULL"));
    }
}
