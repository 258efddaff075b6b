package io.pushcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pushcast.auth.AuthLimits;
import io.pushcast.channels.ChannelQueries;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.InvalidMessageException;
import io.pushcast.message.Limits;
import io.pushcast.message.PayloadTooLargeException;
import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.PusherTransport;
import io.pushcast.pusher.ServerProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which limits a publisher goes by. Nothing listens at the app's port: only what is checked before sending matters. */
class ServerLimitsTest {

    private static PusherApp app(ServerProfile server) {
        return PusherApp.fromUrl("http://key:secret@localhost:1/apps/1").servedBy(server);
    }

    private static void takes(PushcastBuilder builder, String channel, int bytes) {
        try (Pushcast pushcast = builder.build()) {
            pushcast.to(channel).named("placed").payload("x".repeat(bytes - 2)).publish();
            pushcast.close(Duration.ZERO);
        }
    }

    private static void refuses(PushcastBuilder builder, int bytes) {
        assertThatExceptionOfType(PayloadTooLargeException.class).isThrownBy(() -> takes(builder, "orders", bytes));
    }

    @Test
    void goesByThoseOfTheAppsServer() {
        takes(Pushcast.builder().app(app(ServerProfile.SOKETI)), "c".repeat(200), 102_400);
        refuses(Pushcast.builder().app(app(ServerProfile.SOKETI)), 102_401);
        refuses(Pushcast.builder().app(app(ServerProfile.PUSHER)), 10_241);
        refuses(Pushcast.builder().app(app(ServerProfile.REVERB)), 9_001);
        refuses(Pushcast.builder().app(app(ServerProfile.POXA)), 10_001);
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> takes(Pushcast.builder().app(app(ServerProfile.PUSHER)), "c".repeat(165), 10));
    }

    @Test
    void goesByThoseOfTheServerOfATransportsApp() {
        PusherTransport transport = PusherTransport.create(app(ServerProfile.SOCKUDO));

        takes(Pushcast.builder().transport(transport), "orders", 102_400);
    }

    @Test
    void goesByThoseThatAreGivenWhateverTheServer() {
        Limits limits = ServerProfile.SOKETI.limits().withMaxPayloadBytes(200_000);

        takes(Pushcast.builder().app(app(ServerProfile.SOKETI)).limits(limits), "c".repeat(200), 200_000);
        refuses(Pushcast.builder().app(app(ServerProfile.SOKETI)).limits(Limits.PUSHER), 10_241);
    }

    @Test
    void goesByThoseOfAProfileThatTheApplicationMakes() {
        ServerProfile own = new ServerProfile(
                "OWN", Limits.PUSHER.withMaxPayloadBytes(20).withMaxChannelNameLength(7), 99, false, false);

        takes(Pushcast.builder().app(app(own)), "c".repeat(7), 20);
        refuses(Pushcast.builder().app(app(own)), 21);
        assertThat(AuthLimits.of(own).maxUserInfoBytes()).isEqualTo(99);
        assertThat(AuthLimits.of(own).maxChannelNameLength()).isEqualTo(7);
        assertThatExceptionOfType(InvalidMessageException.class)
                .isThrownBy(() -> new ChannelQueries(PusherTransport.create(app(own)), JsonCodec.detect())
                        .terminateConnections("a b"))
                .withMessageContaining("own does not know an id");
    }

    @Test
    void namesTheProfilesThatThereAreIfASettingNamesNone() {
        assertThat(ServerProfile.of("Soketi")).isSameAs(ServerProfile.SOKETI);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> ServerProfile.of("sokety"))
                .withMessage("There is no server profile 'sokety'; there are pusher, soketi, reverb, sockudo, poxa");
    }

    @Test
    void goesByPushersWithATransportOfOnesOwn() {
        assertThatCode(() -> takes(Pushcast.builder().transport(new AcceptingTransport()), "orders", 10_240))
                .doesNotThrowAnyException();
        refuses(Pushcast.builder().transport(new AcceptingTransport()), 10_241);
    }

    @Test
    void refusesWhatFitsButNotIntoARequestWhereQuotesCountTwice() {
        Map<String, String> quoted = Map.of("text", "\"".repeat(4_000));

        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> {
                    try (Pushcast pushcast =
                            Pushcast.builder().app(app(ServerProfile.REVERB)).build()) {
                        pushcast.to("orders").named("placed").payload(quoted).publish();
                    }
                })
                .withMessageContaining("has 8011 bytes, its request 16130 ")
                .withMessageContaining("the limit of a request is 9400")
                .withMessageEndingWith("raise the limit maxRequestBytes")
                .satisfies(e -> assertThat(e.limit()).isEqualTo(9_400));
    }

    @Test
    void takesForTheSizeOfARequestTheLargestOfThoseThatAMessageIsSplitInto() {
        Limits limits = ServerProfile.REVERB.limits();
        List<ChannelName> channels = IntStream.range(0, 250)
                .mapToObj(i -> ChannelName.of("c".repeat(27) + (100 + i)))
                .toList();
        ChannelMessage all =
                ChannelMessage.builder("1", channels, "placed", "{}").build();
        ChannelMessage first = all.forChannels(channels.subList(0, 100));

        assertThat(all.encodedBytes()).isGreaterThan(8_000);
        assertThat(limits.requestBytes(all)).isEqualTo(first.encodedBytes()).isLessThan(4_000);
        assertThatCode(() -> limits.check(all)).doesNotThrowAnyException();
    }
}
