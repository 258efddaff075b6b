package io.pushcast.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.json.JsonCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateReaderTest {

    private static final JsonCodec JSON = JsonCodec.detect();

    private static ChannelState state(boolean occupied, int users, int subscriptions) {
        return new ChannelState(occupied, count(users), count(subscriptions), Optional.empty());
    }

    private static OptionalInt count(int count) {
        return count < 0 ? OptionalInt.empty() : OptionalInt.of(count);
    }

    @Test
    void readsOccupiedChannelsInTheirOrder() {
        assertThat(StateReader.channels(
                        JSON.read("{\"channels\":{\"presence-b\":{\"user_count\":2},\"a\":{},\"c d\":[],\"e\":null,"
                                + "\"f\":{\"subscription_count\":\"7\",\"occupied\":true}}}")))
                .containsExactly(
                        Map.entry("presence-b", state(true, 2, -1)),
                        Map.entry("a", state(true, -1, -1)),
                        Map.entry("c d", state(true, -1, -1)),
                        Map.entry("e", state(true, -1, -1)),
                        Map.entry("f", state(true, -1, 7)));
    }

    @Test
    void readsAListOfNames() {
        assertThat(StateReader.channels(JSON.read("{\"channels\":[\"a\",\"b\",null,{}]}")))
                .containsOnlyKeys("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "{\"channels\":[]}", "{\"channels\":null}", "{\"channels\":\"\"}", "{\"users\":3}"})
    void seesNothingWhereNothingIsTold(String answer) {
        assertThat(StateReader.channels(JSON.read(answer))).isEmpty();
        assertThat(StateReader.users(JSON.read(answer))).isEmpty();
        assertThat(StateReader.channel(JSON.read(answer))).isEqualTo(state(false, -1, -1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"occupied\":true,\"user_count\":42,\"subscription_count\":43} | true | 42 | 43",
                "{\"occupied\":\"true\",\"user_count\":\"42\"} | true | 42 | -1",
                "{\"occupied\":1} | true | -1 | -1",
                "{\"occupied\":\"0\"} | false | -1 | -1",
                "{\"occupied\":false,\"subscription_count\":0} | false | -1 | 0",
                "{\"user_count\":1} | true | 1 | -1",
                "{\"subscription_count\":1} | true | -1 | 1",
                "{\"subscription_count\":0} | false | -1 | 0",
                "{\"occupied\":true,\"user_count\":-1,\"subscription_count\":1.5} | true | -1 | -1",
                "{\"occupied\":true,\"user_count\":99999999999,\"subscription_count\":[]} | true | -1 | -1"
            })
    void readsOneChannel(String answer, boolean occupied, int users, int subscriptions) {
        assertThat(StateReader.channel(JSON.read(answer))).isEqualTo(state(occupied, users, subscriptions));
    }

    @Test
    void readsTheCachedEvent() {
        assertThat(cached("{\"data\":\"{\\\"a\\\":1}\",\"ttl\":60}"))
                .contains(new CachedEvent(Optional.empty(), "{\"a\":1}", Optional.of(Duration.ofSeconds(60))));
        assertThat(cached("{\"event\":\"price\",\"data\":\"1\",\"channel\":\"cache-a\"}"))
                .contains(new CachedEvent(Optional.of("price"), "1", Optional.empty()));
        assertThat(cached("null")).isEmpty();
        assertThat(cached("[]")).isEmpty();
        assertThat(cached("{\"data\":\"hush\"}").toString()).doesNotContain("hush");
    }

    private static Optional<CachedEvent> cached(String cache) {
        return StateReader.channel(JSON.read("{\"occupied\":true,\"cache\":" + cache + "}"))
                .cached();
    }

    @Test
    void readsUsersInAnyForm() {
        assertThat(StateReader.users(JSON.read("{\"users\":[{\"id\":\"a\"},{\"id\":7},\"b\",8,{},null]}")))
                .containsExactly("a", "7", "b", "8");
        assertThat(StateReader.users(JSON.read("{\"users\":{\"0\":{\"id\":\"a\"},\"2\":{\"id\":\"b\"}}}")))
                .containsExactly("a", "b");
    }
}
