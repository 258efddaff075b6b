package io.pushcast.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.subscribe.LargePayloadAssembler.Assembled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargePayloadAssemblerTest {

    private static final int MAX = 1000;

    private final LargePayloadAssembler assembler = new LargePayloadAssembler(MAX);

    private List<Assembled> part(String id, long index, long count, String text) {
        return assembler.take(
                LargePayloadAssembler.CHUNK,
                Map.of("id", id, "event", "done", "index", index, "count", count, "part", text));
    }

    @Test
    void joinsPartsInAnyOrderOnce() {
        List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4));
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(order, random);
            List<Assembled> results = new ArrayList<>();
            for (int index : order) {
                results.addAll(part("p-" + round, index, 5, "" + index));
                results.addAll(part("p-" + round, index, 5, "" + index));
            }
            assertThat(results).containsExactly(new Assembled("done", "01234", null));
        }
    }

    @Test
    void decompresses() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write("{\"ü\":1}".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(unzipped(compressed)).containsExactly(new Assembled("done", "{\"ü\":1}", null));
    }

    @Test
    void decompressesNoMoreThanItMay() throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(new byte[10 << 20]);
        }

        assertThat(unzipped(compressed))
                .containsExactly(new Assembled("done", null, "its payload has more than 1000 characters"));
    }

    private List<Assembled> unzipped(ByteArrayOutputStream compressed) {
        String base64 = Base64.getEncoder().encodeToString(compressed.toByteArray());
        return assembler.take(LargePayloadAssembler.GZIP, Map.of("event", "done", "gzip", base64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pusher:ping", "pusher_internal:x", "client-x", "#x", "pushcast-chunk", "pushcast-gzip"})
    void refusesNamesThatNoPublisherMayUse(String event) {
        List<Assembled> results = assembler.take(
                LargePayloadAssembler.CHUNK,
                Map.of("id", "p-1", "event", event, "index", 0L, "count", 1L, "part", "x"));

        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.data()).isNull());
    }

    @Test
    void refusesPartsThatAreMalformed() {
        assertThat(part("p", 0, 0, "x"))
                .singleElement()
                .extracting(Assembled::problem)
                .isNotNull();
        assertThat(part("p", 2, 2, "x"))
                .singleElement()
                .extracting(Assembled::problem)
                .isNotNull();
        assertThat(part("p", -1, 2, "x"))
                .singleElement()
                .extracting(Assembled::problem)
                .isNotNull();
        assertThat(part("p", 0, 257, "x"))
                .singleElement()
                .extracting(Assembled::problem)
                .isNotNull();
        assertThat(part("p".repeat(201), 0, 2, "x"))
                .singleElement()
                .extracting(Assembled::problem)
                .isNotNull();
        assertThat(assembler.take(LargePayloadAssembler.CHUNK, Map.of())).hasSize(1);
        assertThat(assembler.take(LargePayloadAssembler.GZIP, Map.of("event", "done")))
                .hasSize(1);
    }

    @Test
    void boundsAPayloadAndAllThatAreIncomplete() {
        assertThat(part("large-1", 0, 3, "x".repeat(600))).isEmpty();
        assertThat(part("large-1", 1, 3, "x".repeat(600)))
                .containsExactly(new Assembled("done", null, "its payload has more than 1000 characters"));
        assertThat(part("large-1", 2, 3, "x")).as("the rest of it").isEmpty();

        List<Assembled> givenUp = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            givenUp.addAll(part("greedy-" + i, 0, 2, "x".repeat(900)));
        }
        assertThat(givenUp)
                .hasSize(3)
                .allMatch(result -> "only 1 of its 2 parts have arrived".equals(result.problem()));
    }

    @Test
    void takesFromTheSenderWithTheMost() {
        assertThat(part("honest-1", 0, 2, "a")).isEmpty();
        for (int i = 0; i < 100; i++) {
            part("greedy-" + i, 0, 2, "x");
        }
        assertThat(part("honest-1", 1, 2, "b")).containsExactly(new Assembled("done", "ab", null));
    }

    @Test
    void givesUpAllWhenTheConnectionIsLost() {
        part("p-1", 0, 2, "a");
        part("p-2", 0, 2, "a");

        assertThat(assembler.giveUpAll()).hasSize(2);
        assertThat(assembler.giveUpAll()).isEmpty();
    }
}
