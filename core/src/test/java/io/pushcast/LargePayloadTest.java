package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.mapping.PublishTo;
import io.pushcast.mapping.Route;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import io.pushcast.message.OrderingKey;
import io.pushcast.message.PayloadTooLargeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is published in place of a payload that is too large. */
class LargePayloadTest {

    private static final EncryptionKeys KEYS = EncryptionKeys.of("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");

    private final AcceptingTransport transport = new AcceptingTransport();
    private final Pushcast pushcast =
            Pushcast.builder().transport(transport).encryption(KEYS).build();

    @PublishTo(channel = "reports", largePayload = Route.LargePayload.CHUNK)
    record ReportFinished(String text) {}

    @AfterEach
    @AfterTry
    void close() {
        pushcast.close();
    }

    private Publication report(String... channels) {
        return pushcast.to(
                        channels[0],
                        List.of(channels).subList(1, channels.length).toArray(String[]::new))
                .named("report-finished");
    }

    private static Delivery done(CompletionStage<Delivery> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** What can't be compressed. */
    private static String noise(int length) {
        Random random = new Random(7);
        return IntStream.range(0, length)
                .mapToObj(i -> Character.toString('!' + random.nextInt(90)))
                .collect(Collectors.joining());
    }

    private static JsonObject json(ChannelMessage message) {
        return JsonParser.parseString(message.data()).getAsJsonObject();
    }

    private static String joined(List<ChannelMessage> chunks) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < chunks.size(); i++) {
            JsonObject chunk = json(chunks.get(i));
            assertThat(chunks.get(i).event()).isEqualTo("pushcast-chunk");
            assertThat(chunk.get("event").getAsString()).isEqualTo("report-finished");
            assertThat(chunk.get("id")).isEqualTo(json(chunks.get(0)).get("id"));
            assertThat(chunk.get("index").getAsInt()).isEqualTo(i);
            assertThat(chunk.get("count").getAsInt()).isEqualTo(chunks.size());
            text.append(chunk.get("part").getAsString());
        }
        return text.toString();
    }

    @Test
    void isRejectedUnlessItsRouteSaysOtherwise() {
        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> report("reports").payload("x".repeat(20_000)).publish());
        assertThat(transport.accepted).isEmpty();
    }

    @Test
    void goesAsItIsIfItFits() {
        for (Route.LargePayload policy : Route.LargePayload.values()) {
            done(report("reports", "cache-reports")
                    .payload("x".repeat(10_238))
                    .largePayload(policy)
                    .publish());
        }

        assertThat(transport.events()).containsOnly("report-finished").hasSize(3);
    }

    @Test
    void goesInPartsOfTheSameKeyToAllItsChannels() {
        Delivery delivery = done(report("reports", "others")
                .payload("x".repeat(30_000))
                .largePayload(Route.LargePayload.CHUNK)
                .excluding("1.2")
                .publish());

        assertThat(joined(transport.accepted)).isEqualTo("\"" + "x".repeat(30_000) + "\"");
        assertThat(transport.accepted).hasSize(3).allSatisfy(chunk -> {
            assertThat(chunk.channels()).extracting(ChannelName::value).containsExactly("reports", "others");
            assertThat(chunk.orderingKey()).isEqualTo(OrderingKey.of("reports"));
            assertThat(chunk.excludedSocket()).isPresent();
        });
        assertThat(delivery.receipts()).hasSize(3);
    }

    @Test
    void goesInPartsAsItsAnnotationSays() {
        done(pushcast.publish(new ReportFinished("x".repeat(30_000))));

        assertThat(joined(transport.accepted)).isEqualTo("{\"text\":\"" + "x".repeat(30_000) + "\"}");
    }

    @Test
    void keepsItsPartsInOrderEvenIfItHasNone() {
        done(report("reports")
                .payload("x".repeat(30_000))
                .largePayload(Route.LargePayload.CHUNK)
                .orderedBy(OrderingKey.NONE)
                .publish());

        assertThat(transport.accepted)
                .extracting(ChannelMessage::orderingKey)
                .containsOnly(
                        OrderingKey.of(json(transport.accepted.get(0)).get("id").getAsString()));
    }

    @Property(tries = 100)
    void putsItsPartsTogetherToTheVeryText(
            @ForAll @StringLength(min = 400, max = 3_000) String text,
            @ForAll @IntRange(min = 180, max = 400) int limit) {
        // Halves of characters are no text that travels.
        String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        AcceptingTransport small = new AcceptingTransport();
        try (Pushcast publisher = Pushcast.builder()
                .transport(small)
                .limits(Limits.PUSHER.withMaxPayloadBytes(limit))
                .build()) {
            done(publisher
                    .to("reports")
                    .named("report-finished")
                    .payload(whole)
                    .largePayload(Route.LargePayload.CHUNK)
                    .publish());
        }

        assertThat(JsonParser.parseString(joined(small.accepted)).getAsString()).isEqualTo(whole);
    }

    @Property(tries = 50)
    void goesInPartsWhoseRequestsFitWhateverHasToBeEscaped(
            @ForAll @StringLength(min = 1_000, max = 3_000) @Chars({'"', '\\', '\n', 'x', 'ü'}) String text,
            @ForAll Route.LargePayload policy,
            @ForAll boolean encrypted) {
        Limits limits = Limits.PUSHER.withMaxPayloadBytes(1_500).withMaxRequestBytes(700);
        AcceptingTransport small = new AcceptingTransport();
        try (Pushcast publisher = Pushcast.builder()
                .transport(small)
                .limits(limits)
                .encryption(KEYS)
                .build()) {
            done(publisher
                    .to(encrypted ? "private-encrypted-reports" : "reports")
                    .named("report-finished")
                    .payload(text)
                    .largePayload(policy)
                    .publish());
            assertThat(small.accepted).hasSizeGreaterThan(policy == Route.LargePayload.CHUNK ? 1 : 0);
        } catch (PayloadTooLargeException e) {
            assertThat(policy).isNotEqualTo(Route.LargePayload.CHUNK);
        }
        assertThat(small.accepted)
                .allSatisfy(message -> assertThat(message.encodedBytes()).isLessThanOrEqualTo(700));
    }

    @Test
    void isRefusedIfItNeedsTooManyParts() {
        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> report("reports")
                        .payload("x".repeat(3_000_000))
                        .largePayload(Route.LargePayload.CHUNK)
                        .publish())
                .withMessageContaining("has 3000002 bytes, and no more than")
                .withMessageContaining("fit into 256 parts");
        assertThat(transport.accepted).isEmpty();
    }

    @Test
    void canNotGoInPartsToACacheChannel() {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> report("reports", "private-cache-reports")
                        .payload("x".repeat(20_000))
                        .largePayload(Route.LargePayload.CHUNK)
                        .publish())
                .withMessageContaining("the cache of the channel 'private-cache-reports' would keep only the last");
        assertThat(transport.accepted).isEmpty();
    }

    @Test
    void hasItsNameCheckedThoughItTravelsInside() {
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> pushcast.to("reports")
                        .named("pusher:report")
                        .payload("x".repeat(20_000))
                        .largePayload(Route.LargePayload.GZIP)
                        .publish())
                .withMessageContaining("starts with 'pusher:'");
    }

    @Test
    void goesCompressedIfItFitsSo() throws IOException {
        done(report("cache-reports")
                .payload("ä🎉".repeat(10_000))
                .largePayload(Route.LargePayload.GZIP)
                .publish());

        assertThat(transport.events()).containsExactly("pushcast-gzip");
        JsonObject carrier = json(transport.accepted.get(0));
        assertThat(carrier.get("event").getAsString()).isEqualTo("report-finished");
        byte[] compressed = Base64.getDecoder().decode(carrier.get("gzip").getAsString());
        assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("\"" + "ä🎉".repeat(10_000) + "\"");
    }

    @Test
    void saysHowLargeItIsWhenCompressed() {
        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> report("reports")
                        .payload(noise(20_000))
                        .largePayload(Route.LargePayload.GZIP)
                        .publish())
                .withMessageMatching(
                        "The payload of 'report-finished' has 2\\d{4} bytes, 2\\d{4} when compressed and in"
                                + " base64, and the limit is 10240 .*")
                .satisfies(e -> assertThat(e.limit()).isEqualTo(10_240));
    }

    @Test
    void isEncryptedPartByPart() {
        done(report("private-encrypted-reports", "reports")
                .payload("x".repeat(9_000))
                .largePayload(Route.LargePayload.CHUNK)
                .publish());

        assertThat(transport.accepted).hasSize(3);
        List<ChannelMessage> decrypted = new ArrayList<>();
        for (ChannelMessage message : transport.accepted) {
            ChannelName channel = message.channels().get(0);
            if (channel.type().isEncrypted()) {
                assertThat(message.dataBytes()).isLessThanOrEqualTo(10_240);
                decrypted.add(ChannelMessage.builder(
                                message.id(),
                                message.channels(),
                                message.event(),
                                KEYS.decrypt(channel, message.data()))
                        .build());
            } else {
                assertThat(message.event()).isEqualTo("report-finished");
            }
        }
        assertThat(joined(decrypted)).isEqualTo("\"" + "x".repeat(9_000) + "\"");
    }
}
