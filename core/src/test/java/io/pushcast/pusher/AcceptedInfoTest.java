package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelInfo;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.transport.Outcome.Accepted;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedInfoTest {

    private static final ChannelName ROOM = ChannelName.of("presence-room");
    private static final ChannelName ORDERS = ChannelName.of("orders");

    private static ChannelMessage message(boolean asking, ChannelName... channels) {
        return ChannelMessage.builder("1", Arrays.asList(channels), "a", "{}")
                .info(
                        asking
                                ? Set.of(ChannelInfo.Attribute.USER_COUNT, ChannelInfo.Attribute.SUBSCRIPTION_COUNT)
                                : Set.of())
                .build();
    }

    private static ChannelInfo info(int users, int subscriptions) {
        return new ChannelInfo(
                users < 0 ? OptionalInt.empty() : OptionalInt.of(users),
                subscriptions < 0 ? OptionalInt.empty() : OptionalInt.of(subscriptions));
    }

    @Test
    void readsWhatIsToldOfEachChannel() {
        ChannelMessage message = message(true, ROOM, ORDERS);

        Accepted accepted = AcceptedInfo.read(
                "{\"channels\":{\"presence-room\":{\"user_count\":3,\"subscription_count\":4},"
                        + "\"orders\":{\"subscription_count\":\"5\"},\"other\":{}}}",
                List.of(message));

        assertThat(accepted.info(message)).isEqualTo(Map.of(ROOM, info(3, 4), ORDERS, info(-1, 5)));
    }

    @Test
    void readsWhatIsToldOfEachMessageOfABatch() {
        ChannelMessage first = message(true, ORDERS);
        ChannelMessage second = message(false, ORDERS);
        ChannelMessage third = message(true, ROOM);
        ChannelMessage fourth = message(true, ORDERS);

        Accepted accepted = AcceptedInfo.read(
                "{\"batch\":[{\"subscription_count\":1},{\"subscription_count\":9},{\"user_count\":2},{}]}",
                List.of(first, second, third, fourth));

        assertThat(accepted.info())
                .isEqualTo(Map.of(first, Map.of(ORDERS, info(-1, 1)), third, Map.of(ROOM, info(2, -1))));
        assertThat(accepted.info(fourth)).isEmpty();
    }

    @Test
    void doesNotLookAtTheBodyIfNobodyAsked() {
        assertThat(AcceptedInfo.read("{\"channels\":{\"orders\":{\"user_count\":1}}}", List.of(message(false, ORDERS))))
                .isSameAs(Accepted.INSTANCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ok",
                "{",
                "[]",
                "null",
                "{}",
                "{\"ok\":true}",
                "{\"channels\":[]}",
                "{\"channels\":{\"orders\":[]}}",
                "{\"channels\":{\"orders\":{\"user_count\":-1}}}",
                "{\"channels\":{\"orders\":{\"user_count\":[1]}}}",
                "{\"channels\":{\"orders\":{\"user_count\":99999999999}}}",
                "{\"batch\":[{\"user_count\":1}]}"
            })
    void isAcceptedWhateverTheBody(String body) {
        assertThat(AcceptedInfo.read(body, List.of(message(true, ORDERS))).info())
                .isEmpty();
        assertThat(AcceptedInfo.read(body, List.of(message(true, ORDERS), message(true, ORDERS)))
                        .info())
                .isEmpty();
    }
}
