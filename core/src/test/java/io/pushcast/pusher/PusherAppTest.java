package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PusherAppTest {

    @Test
    void isServedByItsClusterOverTls() {
        PusherApp app = credentials().cluster("eu").build();

        assertThat(app.appId()).isEqualTo("123");
        assertThat(app.key()).isEqualTo("key");
        assertThat(app.secret()).isEqualTo("s3cr3t");
        assertThat(app.host()).isEqualTo("api-eu.pusher.com");
        assertThat(app.port()).isEqualTo(443);
        assertThat(app.tls()).isTrue();
        assertThat(app.pathPrefix()).isEmpty();
    }

    @Test
    void isServedByAnotherServer() {
        PusherApp app = credentials()
                .host(" soketi.internal ")
                .port(6001)
                .tls(false)
                .pathPrefix("/realtime")
                .build();

        assertThat(app.host()).isEqualTo("soketi.internal");
        assertThat(app.port()).isEqualTo(6001);
        assertThat(app.tls()).isFalse();
        assertThat(app.pathPrefix()).isEqualTo("/realtime");
    }

    @Test
    void takesThePortThatTlsImplies() {
        assertThat(credentials().host("h").build().port()).isEqualTo(443);
        assertThat(credentials().host("h").tls(false).build().port()).isEqualTo(80);
        assertThat(credentials().host("h").port(0).build().port()).isEqualTo(443);
    }

    @Test
    void namesAllThatIsMissing() {
        assertThatThrownBy(() -> PusherApp.builder().secret(" ").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The Pusher app lacks appId, key, secret, cluster (or host);")
                .hasMessageContaining("App Keys");
        assertThatThrownBy(() -> credentials().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The Pusher app lacks cluster (or host);");
    }

    @Test
    void refusesAClusterAndAHostTogether() {
        assertThatThrownBy(() -> credentials().cluster("eu").host("soketi").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'eu'", "'soketi'", "give one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EU", "eu.evil.com/", "eu west", "api-eu.pusher.com"})
    void refusesAClusterThatIsNone(String cluster) {
        assertThatThrownBy(() -> credentials().cluster(cluster).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'" + cluster + "' is no cluster", "give its host");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesAPortOutOfRange(int port) {
        assertThatThrownBy(() -> credentials().port(port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1–65535", "not " + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"realtime", "/realtime/", "/"})
    void refusesAPathPrefixInAnotherForm(String prefix) {
        assertThatThrownBy(() -> credentials().pathPrefix(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + prefix + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "https://key:s3cr3t@api-eu.pusher.com/apps/123, api-eu.pusher.com, 443, true, ''",
        "https://key:s3cr3t@ws.shop.com:8443/realtime/apps/123, ws.shop.com, 8443, true, /realtime",
        "http://key:s3cr3t@localhost:6001/apps/123, localhost, 6001, false, ''",
        "' http://key:s3%63r3t@localhost/apps/123 ', localhost, 80, false, ''",
    })
    void isReadFromAUrl(String url, String host, int port, boolean tls, String pathPrefix) {
        PusherApp app = PusherApp.fromUrl(url);

        assertThat(app.appId()).isEqualTo("123");
        assertThat(app.key()).isEqualTo("key");
        assertThat(app.secret()).isEqualTo("s3cr3t");
        assertThat(app.host()).isEqualTo(host);
        assertThat(app.port()).isEqualTo(port);
        assertThat(app.tls()).isEqualTo(tls);
        assertThat(app.pathPrefix()).isEqualTo(pathPrefix);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "key:s3cr3t@api-eu.pusher.com/apps/123",
                "ftp://key:s3cr3t@api-eu.pusher.com/apps/123",
                "https://s3cr3t@api-eu.pusher.com/apps/123",
                "https://:s3cr3t@api-eu.pusher.com/apps/123",
                "https://api-eu.pusher.com/apps/123",
                "https://key:s3cr3t@api-eu.pusher.com/123",
                "https://key:s3cr3t@api eu.pusher.com/apps/123",
            })
    void refusesAnotherFormOfUrlWithoutShowingTheSecret(String url) {
        assertThatThrownBy(() -> PusherApp.fromUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://key:secret@host[:port]/apps/id")
                .hasMessageNotContaining("s3cr3t")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "api-eu.pusher.com, ws-eu.pusher.com",
        "API-US2.Pusher.com, ws-us2.pusher.com",
        "api.pusherapp.com, ws-mt1.pusher.com",
        "api-eu.example.com, api-eu.example.com",
        "localhost, localhost",
    })
    void knowsWhereClientsConnect(String host, String webSocketHost) {
        assertThat(credentials().host(host).build().webSocketHost()).isEqualTo(webSocketHost);
    }

    @Test
    void showsNoSecret() {
        assertThat(credentials().cluster("eu").build())
                .hasToString("PusherApp[123 at https://api-eu.pusher.com:443, key key]");
    }

    private static PusherApp.Builder credentials() {
        return PusherApp.builder().appId("123").key("key").secret("s3cr3t");
    }

    @Test
    void isServedByPusherUnlessItSaysOtherwise() {
        PusherApp app = PusherApp.fromUrl("http://key:secret@localhost:6001/apps/1");

        assertThat(app.server()).isEqualTo(ServerProfile.PUSHER);
        assertThat(app.servedBy(ServerProfile.SOKETI))
                .hasToString(app.toString())
                .satisfies(served -> {
                    assertThat(served.server()).isEqualTo(ServerProfile.SOKETI);
                    assertThat(served.secret()).isEqualTo("secret");
                });
        assertThat(PusherApp.builder()
                        .appId("1")
                        .key("k")
                        .secret("s")
                        .host("localhost")
                        .server(ServerProfile.REVERB)
                        .build()
                        .server())
                .isEqualTo(ServerProfile.REVERB);
    }

    @Test
    void refusesAClusterOfPushersWithAnotherServer() {
        assertThatThrownBy(() -> PusherApp.builder()
                        .appId("1")
                        .key("k")
                        .secret("s")
                        .cluster("eu")
                        .server(ServerProfile.SOKETI)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The Pusher app has the cluster 'eu', which is Pusher's own, and the server SOKETI; give the"
                                + " host of that server");
    }

    @Test
    void isServedByNoOtherServerAtAHostOfPushers() {
        PusherApp app = PusherApp.builder()
                .appId("3")
                .key("k")
                .secret("s")
                .cluster("eu")
                .build();

        assertThatThrownBy(() -> app.servedBy(ServerProfile.SOKETI))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The Pusher app has the host 'api-eu.pusher.com', which is Pusher's own, and the server SOKETI;"
                                + " give the host of that server");
        assertThat(app.servedBy(ServerProfile.PUSHER).host()).isEqualTo("api-eu.pusher.com");
    }
}
