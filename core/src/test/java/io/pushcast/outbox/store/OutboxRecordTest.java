package io.pushcast.outbox.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.SocketId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutboxRecordTest {

    @Test
    void bringsAMessageBackAsItWas() {
        ChannelMessage message = ChannelMessage.builder(
                        "id-1",
                        List.of(ChannelName.of("a;b,c"), ChannelName.ofUser("x\\ny\\")),
                        "placed",
                        "{\"a\":\"ü\\n\"}")
                .orderedBy(OrderingKey.of("k\ny"))
                .excluding(SocketId.of("1.2"))
                .build();
        ChannelMessage back = OutboxRecord.of("app", message, Map.of()).toMessage();
        assertThat(back.id()).isEqualTo("id-1");
        assertThat(back.channels()).isEqualTo(message.channels());
        assertThat(back.event()).isEqualTo("placed");
        assertThat(back.data()).isEqualTo(message.data());
        assertThat(back.orderingKey()).isEqualTo(message.orderingKey());
        assertThat(back.excludedSocket()).isEqualTo(message.excludedSocket());
    }

    @Test
    void bringsNoKeyAndNoSocketBackAsNone() {
        ChannelMessage message = ChannelMessage.builder("id-1", List.of(ChannelName.of("a")), "e", "1")
                .orderedBy(OrderingKey.NONE)
                .build();
        ChannelMessage back = OutboxRecord.of("app", message, Map.of()).toMessage();
        assertThat(back.orderingKey()).isEqualTo(OrderingKey.NONE);
        assertThat(back.excludedSocket()).isEmpty();
    }

    @Test
    void bringsHeadersBack() {
        ChannelMessage message = ChannelMessage.builder("id-1", List.of(ChannelName.of("a")), "e", "1")
                .build();
        Map<String, String> headers = Map.of("traceparent", "00-1-2-01", "tracestate", "a=b\nc\\");
        assertThat(OutboxRecord.of("app", message, headers).headersByName()).isEqualTo(headers);
        assertThat(OutboxRecord.of("app", message, Map.of()).headersByName()).isEmpty();
        assertThatThrownBy(() -> OutboxRecord.of("app", message, Map.of("a=b", "c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a=b'");
    }

    @Test
    void partitionsAreTheCrc32OfTheKeyModulo64() {
        // The check value of CRC-32; what a key belongs to must never change.
        assertThat(PartitionFunction.of("123456789")).isEqualTo((int) (0xCBF43926L % 64));
        assertThat(PartitionFunction.of("")).isZero();
    }

    @Test
    void refusesToBeAMessageAfterTampering() {
        OutboxRecord tampered = new OutboxRecord("app", 0, 0, "id", "not a channel", "e", "1", "k", null, "");
        assertThatThrownBy(tampered::toMessage).isInstanceOf(InvalidMessageException.class);
    }
}
