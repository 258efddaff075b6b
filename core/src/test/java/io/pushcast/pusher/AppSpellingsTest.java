package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pushcast.RecordedLog;
import io.pushcast.message.ChannelName;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How people write URLs, hosts, clusters, keys and secrets: each is the app that was meant, or an error that says what is. */
class AppSpellingsTest {

    private static final String SECRET = "7ad3773142a6692b25b8";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // the URL | id | secret | where it is
                "https://key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/123 | 123 | = | https://api-eu.pusher.com:443",
                "https://key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/123/ | 123 | = | https://api-eu.pusher.com:443",
                "https://key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/123// | 123 | = | https://api-eu.pusher.com:443",
                "https://key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/123? | 123 | = | https://api-eu.pusher.com:443",
                "HTTPS://key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/123 | 123 | = | https://api-eu.pusher.com:443",
                "Https://key:7ad3773142a6692b25b8@API-EU.pusher.com/apps/123 | 123 | = | https://API-EU.pusher.com:443",
                "http://key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/123 | 123 | = | https://api-eu.pusher.com:443",
                "http://key:7ad3773142a6692b25b8@api-eu.pusher.com:80/apps/123 | 123 | = | https://api-eu.pusher.com:443",
                "http://key:7ad3773142a6692b25b8@api.pusherapp.com/apps/123 | 123 | = | https://api.pusherapp.com:443",
                "http://key:7ad3773142a6692b25b8@soketi_server:6001/apps/1 | 1 | = | http://soketi_server:6001",
                "http://key:7ad3773142a6692b25b8@my_stack_soketi/apps/1 | 1 | = | http://my_stack_soketi:80",
                "http://key:7ad3773142a6692b25b8@localhost:/apps/1 | 1 | = | http://localhost:80",
                "http://key:7ad3773142a6692b25b8@127.0.0.1:6001/apps/1 | 1 | = | http://127.0.0.1:6001",
                "http://key:7ad3773142a6692b25b8@[::1]:6001/apps/1 | 1 | = | http://[::1]:6001",
                "https://key:7ad3773142a6692b25b8@ws.example.com/reverb/apps/1 | 1 | = | https://ws.example.com:443/reverb",
                "https://key:7ad3773142a6692b25b8@ws.example.com/a%20b/apps/app%2D1 | app-1 | = | https://ws.example.com:443'/a b'",
                "http://key:a+b@127.0.0.1:6001/apps/1 | 1 | a+b | http://127.0.0.1:6001",
                "http://key:a%2Bb@127.0.0.1:6001/apps/1 | 1 | a+b | http://127.0.0.1:6001",
                "http://key:a%2Fb%40c%3Ad@127.0.0.1:6001/apps/1 | 1 | a/b@c:d | http://127.0.0.1:6001",
                "http://key:a@b:c@127.0.0.1:6001/apps/1 | 1 | a@b:c | http://127.0.0.1:6001",
                "http://key:%e2%82%ac%C3%BC@127.0.0.1:6001/apps/1 | 1 | €ü | http://127.0.0.1:6001",
                "http://key:€ü%25@127.0.0.1:6001/apps/1 | 1 | €ü% | http://127.0.0.1:6001",
                "http://key:7ad3773142a6692b25b8@sökéti.example/apps/1 | 1 | = | http://xn--skti-cpa0f.example:80",
            })
    void aUrlNamesTheAppThatIsMeant(String url, String id, String secret, String where) {
        for (String spelling : new String[] {url, " " + url + "\r\n", "\ufeff" + url, "\u00a0" + url + "\u200b"}) {
            PusherApp app = PusherApp.fromUrl(spelling);

            assertThat(app.appId()).isEqualTo(id);
            assertThat(app.key()).isEqualTo("key");
            assertThat(app.secret()).isEqualTo(secret.equals("=") ? SECRET : secret);
            assertThat(app).hasToString("PusherApp[" + id + " at " + where + ", key key]");
            // It can be part of a request.
            PusherTransport.create(app).close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/1 | does not start with https:// or http://",
                "//key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/1 | does not start with https:// or http://",
                "https:/key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/1 | does not start with https:// or http://",
                "wss://key:7ad3773142a6692b25b8@ws-eu.pusher.com/apps/1 | starts with wss:// where https://",
                "\"https://key:7ad3773142a6692b25b8@api-eu.pusher.com/apps/1\" | stands between quotes; leave them out",
                "https://api-eu.pusher.com/apps/1 | has no key:secret@ before its host",
                "https://key:7ad3/42a6692b25b8@api-eu.pusher.com/apps/1 | a % / is written %2F",
                "https://key:7ad3?42a6692b25b8@api-eu.pusher.com/apps/1 | has no key:secret@ before its host",
                "https://k@e:7ad3/42a6692b25b8@api-eu.pusher.com/apps/1 | has no key:secret@ before its host",
                "https://7ad3773142a6692b25b8@api-eu.pusher.com/apps/1 | has no colon between key and secret",
                "https://:7ad3773142a6692b25b8@api-eu.pusher.com/apps/1 | has an empty key",
                "https://key:@api-eu.pusher.com/apps/1 | has an empty secret",
                "https://key:%20@api-eu.pusher.com/apps/1 | has an empty secret",
                "https://key:7ad3773142%a6692b25b%zz@api-eu.pusher.com/apps/1 | has a % in its secret that two",
                "https://key:7ad3773142a6692b%@api-eu.pusher.com/apps/1 | a percent sign itself is written %25",
                "https://key:7ad3773142a6692b%ff@api-eu.pusher.com/apps/1 | has bytes in its secret that are no UTF-8",
                "https://key:7ad3773142a6692b25b8@/apps/1 | has no host after its @",
                "https://key:7ad3773142a6692b25b8@:443/apps/1 | has no host after its @",
                "https://key:7ad3773142a6692b25b8@api eu.pusher.com/apps/1 | has no right host",
                "https://key:7ad3773142a6692b25b8@host:0/apps/1 | has the port '0'; a port is within 1–65535",
                "https://key:7ad3773142a6692b25b8@host:65536/apps/1 | has the port '65536'",
                "https://key:7ad3773142a6692b25b8@host:6001x/apps/1 | has the port '6001x'",
                "https://key:7ad3773142a6692b25b8@::1:6001/apps/1 | has no host after its @",
                "https://key:7ad3773142a6692b25b8@host | has the path '' where /apps/ and the app's id belong",
                "https://key:7ad3773142a6692b25b8@host/app/1 | has the path '/app/1' where /apps/",
                "https://key:7ad3773142a6692b25b8@host/apps/ | has the path '/apps' where /apps/",
                "https://key:7ad3773142a6692b25b8@host/apps/1/events | has '1/events' where the app's id belongs",
                "https://key:7ad3773142a6692b25b8@host/apps/1?cluster=eu | has a query after the app's id",
                "https://key:7ad3773142a6692b25b8@host/apps/1#x | has a fragment after the app's id",
                "${PUSHER_URL} | is '${PUSHER_URL}'; is the environment variable or property set",
                "undefined | is 'undefined'; is the environment variable or property set",
            })
    void aUrlThatIsNoneIsRefusedWithThePartThatIsWrong(String url, String told) {
        String expected = told.startsWith("a % /") ? "/ is written %2F, ? is %3F and # is %23" : told;

        assertThatThrownBy(() -> PusherApp.fromUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("7ad3")
                .hasMessageNotContaining("b25b8")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "soketi | soketi",
                "soketi_server | soketi_server",
                "_soketi | _soketi",
                "Soketi.Internal. | Soketi.Internal.",
                "a--b.example | a--b.example",
                "127.0.0.1 | 127.0.0.1",
                "::1 | [::1]",
                "[::1] | [::1]",
                "2001:db8::7 | [2001:db8::7]",
                "1:2:3:4:5:6:7:8 | [1:2:3:4:5:6:7:8]",
                "::ffff:127.0.0.1 | [::ffff:127.0.0.1]",
                "fe80::1%eth0 | [fe80::1%eth0]",
                "1.soketi | 1.soketi",
                "ho\u200bst | host",
            })
    void aHostIsANameOrAnAddress(String host, String read) {
        assertThat(app().host(" \t" + host + "\u00a0\ufeff").build().host()).isEqualTo(read);
        PusherTransport.create(app().host(host).build()).close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "https://api-eu.pusher.com | is a URL: give the host 'api-eu.pusher.com', with tls on",
                "HTTP://soketi:6001/ | is a URL: give the host 'soketi' and the port 6001, with tls off",
                "https://example.com/reverb/ | give the host 'example.com' and the path prefix '/reverb', with tls on",
                "https://key:7ad3773142a6692b25b8@api-eu.pusher.com | has an @: give the host alone",
                "user@host | has an @: give the host alone; key and secret are settings of their own",
                "localhost:6001 | 'localhost:6001' has a port: give the host 'localhost' and the port 6001",
                "[::1]:6001 | has a port: give the host '[::1]' and the port 6001",
                "localhost: | has a port: give the host 'localhost'",
                "api-eu.pusher.com/ | has a path: give the host 'api-eu.pusher.com'",
                "example.com/app | has a path: give the host 'example.com' and the path prefix '/app'",
                "example.com?x=1 | has a path: give the host 'example.com'",
                "\"localhost\" | stands between quotes: leave them out",
                "'localhost' | stands between quotes: leave them out",
                "“localhost” | stands between quotes: leave them out",
                "my host | is no name of a host and no address",
                "a..b | is no name of a host and no address",
                ".example.com | is no name of a host and no address",
                "-example.com | is no name of a host and no address",
                "*.example.com | is no name of a host and no address",
                "256.1.1.1 | is no name of a host and no address",
                "1.2.3 | is no name of a host and no address",
                "6001 | is no name of a host and no address",
                "1::2::3 | has a port",
                "[::1 | has a port",
                "%s | is no name of a host and no address",
                "null | is 'null'; is the environment variable or property set that holds it?",
                "${PUSHER_HOST} | is '${PUSHER_HOST}'; is the environment variable",
            })
    void aHostThatIsNoneIsRefusedWithWhatWouldBeRight(String host, String told) {
        assertThatThrownBy(() -> app().host(host).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The host of the Pusher app ")
                .hasMessageContaining(told)
                .hasMessageNotContaining("7ad3");
    }

    @Test
    void aHostIsNoLongerThanNamesAre() {
        assertThat(app().host("a".repeat(63)).build().host()).hasSize(63);
        assertThatThrownBy(() -> app().host("a".repeat(64)).build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> app().host("a.".repeat(100_000)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "null | is 'null'; is the environment variable or property set that holds it?",
                "undefined | is 'undefined'; is the environment",
                "${PUSHER_CLUSTER} | is '${PUSHER_CLUSTER}'; is the environment",
                "api-eu | 'api-eu' is no cluster but the start of a host; give the cluster eu",
                "ws-us2 | give the cluster us2",
                "EU | 'EU' is no cluster; it is written eu",
                "api-eu.pusher.com | 'api-eu.pusher.com' is no cluster; one looks like eu, mt1 or ap2",
                "e u | 'e u' is no cluster",
            })
    void aClusterThatIsNoneIsRefused(String cluster, String told) {
        assertThatThrownBy(() -> app().cluster(cluster).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", " %s", "%s\n", "\t%s\r\n", "\ufeff%s", "%s\u00a0", "\u200b%s\u2060", "\u2003%s"})
    void allSettingsAreTrimmedAlike(String around) {
        PusherApp app = PusherApp.builder()
                .appId(around.formatted("123"))
                .key(around.formatted("key"))
                .secret(around.formatted(SECRET))
                .cluster(around.formatted("eu"))
                .build();

        assertThat(app).hasToString("PusherApp[123 at https://api-eu.pusher.com:443, key key]");
        assertThat(app.secret()).isEqualTo(SECRET);
        assertThat(PusherApp.trimmed(around.formatted("x y"))).isEqualTo("x y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"%s\"",
                "'%s'",
                "“%s”",
                "`%s`",
                "ab\ufeff%s",
                "ab\u200b%s",
                "ab\u00a0%s",
                "ab\n%s",
                "ab\u202e%s"
            })
    void aCredentialWithWhatCanNotBePartOfItIsRefused(String around) {
        String wrong = around.formatted(SECRET);

        assertThatThrownBy(() -> app().cluster("eu").key(wrong).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The key of the Pusher app, '");
        assertThatThrownBy(() -> app().cluster("eu").appId(wrong).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The id of the Pusher app, '");
        assertThatThrownBy(() -> app().cluster("eu").secret(wrong).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The secret of the Pusher app ")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void anIdIsNoPath() {
        assertThatThrownBy(() -> app().cluster("eu").appId("1/events").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has a slash");
    }

    @Test
    void plainHttpToPusherIsTurnedIntoTlsWithAWarning() {
        try (RecordedLog log = new RecordedLog(PusherApp.class)) {
            PusherApp byParts = app().cluster("eu").tls(false).build();
            PusherApp byUrl = PusherApp.fromUrl("http://key:" + SECRET + "@api-eu.pusher.com/apps/123");

            assertThat(byParts.tls()).isTrue();
            assertThat(byUrl.tls()).isTrue();
            assertThat(byUrl.port()).isEqualTo(443);
            assertThat(log.lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .startsWith("WARN ")
                            .contains("123", "api-eu.pusher.com", "TLS is used all the same")
                            .doesNotContain(SECRET));
        }
    }

    @Test
    void plainHttpToOtherServersStaysAsItIs() {
        try (RecordedLog log = new RecordedLog(PusherApp.class)) {
            assertThat(app().host("pusher.com.example").tls(false).build().tls())
                    .isFalse();
            assertThat(app().host("notpusher.com").tls(false).build().tls()).isFalse();
            assertThat(log.lines()).isEmpty();
        }
    }

    /** Whatever is written: the app, or an error in words of ours that do not show the secret. */
    @Test
    void nothingElseComesOutOfAnySpelling() {
        Random random = new Random(20260301);
        String[] pieces = {
            "https://",
            "http://",
            "HTTP://",
            "key",
            ":",
            "@",
            "/",
            "?",
            "#",
            "%",
            "%2",
            "%41",
            "+",
            " ",
            "\u00a0",
            "\ufeff",
            "api-eu.pusher.com",
            "localhost",
            "_",
            "[",
            "]",
            "::1",
            "6001",
            ":6001",
            "/apps/",
            "apps",
            "123",
            "\"",
            "'",
            "null",
            "\n",
            "\0",
            "é",
            "\ud83d",
            "-",
            ".",
            "..",
            "${X}",
            SECRET
        };
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "https://key:" + SECRET + "@host" : "");
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String spelling = text.toString();

            Throwable refusal = catchThrowable(
                    () -> PusherTransport.create(PusherApp.fromUrl(spelling)).close());
            isAppOrRefusal(spelling, refusal);
            if (refusal != null) {
                assertThat(refusal.getMessage()).as(spelling).doesNotContain("key:" + SECRET);
            }
            isAppOrRefusal(
                    spelling,
                    catchThrowable(() ->
                            PusherTransport.create(app().host(spelling).build()).close()));
        }
    }

    @Test
    void aHostOfPushersWithTheRootsDotIsPushersAllTheSame() {
        PusherApp app = PusherApp.fromUrl("http://key:" + SECRET + "@api-eu.pusher.com./apps/1");

        assertThat(app.tls()).isTrue();
        assertThat(app.host()).isEqualTo("api-eu.pusher.com");
        assertThat(app.webSocketHost()).isEqualTo("ws-eu.pusher.com");
        assertThatThrownBy(() -> app.servedBy(ServerProfile.SOKETI)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api-",
                "-",
                "eu-",
                "-eu",
                "eu--1",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void aClusterIsALabelOfAHost(String cluster) {
        PusherApp.Builder builder = app().cluster(cluster);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no cluster");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "half \ud83d", "filler\u3164x", "joined\u034fx"})
    void anIdIsNoFolderAndCanBeSeenAndSent(String id) {
        PusherApp.Builder builder = app().appId(id).cluster("eu");

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("The id of the Pusher app");
    }

    @Test
    void aUsersIdIsNotNull() {
        assertThatThrownBy(() -> ChannelName.ofUser(null)).hasMessageContaining("is null");
    }

    private static void isAppOrRefusal(String spelling, Throwable refusal) {
        if (refusal != null) {
            assertThat(refusal).as(spelling).isExactlyInstanceOf(IllegalArgumentException.class);
            assertThat(refusal.getMessage())
                    .as(spelling)
                    .startsWith("The ")
                    .hasSizeLessThan(900)
                    .doesNotContain("\n", "\0");
        }
    }

    private static PusherApp.Builder app() {
        return PusherApp.builder().appId("123").key("key").secret(SECRET);
    }
}
