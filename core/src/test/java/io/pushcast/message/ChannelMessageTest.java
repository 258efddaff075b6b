package io.pushcast.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelMessageTest {

    private static final List<ChannelName> ORDERS = List.of(ChannelName.of("orders"));

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"a\":1}", "é", "€ \u2028", "\uD83D\uDE00", "a\uD83D\uDE00é€z"})
    void isAsLargeAsItsPayloadInUtf8(String payload) {
        assertThat(message(payload).dataBytes()).isEqualTo(payload.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void countsWhatThePayloadGainsWhenItTravelsAsAJsonString() {
        int plain = message("aaaa").encodedBytes();

        assertThat(message("a\"\\a").encodedBytes()).isEqualTo(plain + 2);
        assertThat(message("aaa\u0001").encodedBytes()).isEqualTo(plain + 5);
        assertThat(message("aaaé").encodedBytes()).isEqualTo(plain + 1);
    }

    @Test
    void keepsItsOrderByItsFirstChannelUnlessItIsTold() {
        ChannelMessage message = ChannelMessage.builder(
                        "1", List.of(ChannelName.of("a"), ChannelName.of("b")), "event", "1")
                .build();

        assertThat(message.orderingKey()).isEqualTo(OrderingKey.of("a"));
        assertThat(message.forChannels(List.of(ChannelName.of("b"))).orderingKey())
                .as("of a part, the same as of the whole")
                .isEqualTo(OrderingKey.of("a"));
    }

    @Test
    void isNotChangedByTheListThatItWasBuiltFrom() {
        List<ChannelName> channels = new ArrayList<>(ORDERS);
        ChannelMessage message =
                ChannelMessage.builder("1", channels, "event", "1").build();

        channels.clear();

        assertThat(message.channels()).isEqualTo(ORDERS);
    }

    @Test
    void needsAChannel() {
        assertThatThrownBy(() ->
                        ChannelMessage.builder("1", List.of(), "placed", "1").build())
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("The message 'placed' names no channel; it needs at least one");
    }

    private static ChannelMessage message(String payload) {
        return ChannelMessage.builder("1", ORDERS, "event", payload).build();
    }
}
