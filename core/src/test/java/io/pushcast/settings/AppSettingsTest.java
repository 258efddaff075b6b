package io.pushcast.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.pusher.PusherApp;
import io.pushcast.pusher.ServerProfile;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AppSettingsTest {

    private static final Map<String, String> LARAVEL = Map.of(
            "PUSHER_APP_ID", "1",
            "PUSHER_APP_KEY", "k",
            "PUSHER_APP_SECRET", "hidden",
            "PUSHER_APP_CLUSTER", "eu",
            "PUSHER_HOST", "",
            "PUSHER_PORT", "443",
            "PUSHER_SCHEME", "https");

    @Test
    void makesAnAppOfSingleSettings() {
        PusherApp app = complete()
                .host("soketi")
                .port(6001)
                .tls(false)
                .pathPrefix("/rt")
                .server(ServerProfile.SOKETI)
                .build()
                .app();

        assertThat(app).hasToString("PusherApp[1 at http://soketi:6001/rt, key k]");
        assertThat(app.server()).isEqualTo(ServerProfile.SOKETI);
    }

    @Test
    void makesAnAppOfAUrl() {
        PusherApp app = AppSettings.builder("pushcast.")
                .url("https://k:s@host/apps/1")
                .build()
                .app();

        assertThat(app).hasToString("PusherApp[1 at https://host:443, key k]");
    }

    @Test
    void takesBlankForNotGiven() {
        AppSettings settings =
                AppSettings.builder("").url(" ").appId("").key(null).build();

        assertThat(settings.isEmpty()).isTrue();
        assertThat(complete().cluster("eu").url("").host(" ").build().app().host())
                .isEqualTo("api-eu.pusher.com");
    }

    @Test
    void namesAllThatIsMissing() {
        assertThatThrownBy(
                        () -> AppSettings.builder("pushcast.").key("k").build().app())
                .isInstanceOfSatisfying(
                        AppSettings.InvalidException.class,
                        e -> assertThat(e.missing())
                                .containsExactly("pushcast.app-id", "pushcast.secret", "pushcast.cluster"))
                .hasMessageStartingWith(
                        "Pushcast does not know which Pusher app to publish to. Not set: pushcast.app-id,"
                                + " pushcast.secret, pushcast.cluster (or pushcast.host). Set them, or pushcast.url=");
    }

    @Test
    void refusesAUrlBesideSingleSettings() {
        assertThatThrownBy(() -> complete()
                        .url("https://a:hidden@host/apps/1")
                        .tls(true)
                        .build()
                        .app())
                .isInstanceOf(AppSettings.InvalidException.class)
                .hasMessage(
                        "The Pusher app is named twice: by pushcast.url and by pushcast.app-id, pushcast.key,"
                                + " pushcast.secret, pushcast.tls. Set either pushcast.url or the single properties, not both.");
    }

    @Test
    void refusesAClusterBesideAHost() {
        assertThatThrownBy(
                        () -> complete().cluster("eu").host("localhost").build().app())
                .hasMessageStartingWith("The Pusher app has two servers: pushcast.cluster is 'eu' and pushcast.host is"
                        + " 'localhost'.");
    }

    @Test
    void saysWhatIsWrongAndShowsNoSecret() {
        assertThatThrownBy(() -> complete().host("h").port(70_000).build().app())
                .isInstanceOf(AppSettings.InvalidException.class)
                .hasMessageStartingWith("The properties of the Pusher app under pushcast are wrong: ")
                .hasMessageContaining("70000")
                .hasMessageNotContaining("hidden");
        assertThatThrownBy(() -> AppSettings.builder("pushcast.")
                        .url("https://k:do-not-show@h/nothing")
                        .build()
                        .app())
                .isInstanceOf(AppSettings.InvalidException.class)
                .hasMessageNotContaining("do-not-show");
        assertThat(complete().build()).hasToString("AppSettings[pushcast.app-id, pushcast.key, pushcast.secret]");
    }

    @Test
    void readsLaravelsVariables() {
        assertThat(variables(LARAVEL).app()).hasToString("PusherApp[1 at https://api-eu.pusher.com:443, key k]");
    }

    @Test
    void prefersLaravelsHostToItsCluster() {
        Map<String, String> soketi = with(LARAVEL, "PUSHER_HOST", "soketi");
        soketi.put("PUSHER_PORT", "6001");
        soketi.put("PUSHER_SCHEME", "http");

        assertThat(variables(soketi).app()).hasToString("PusherApp[1 at http://soketi:6001, key k]");
    }

    @Test
    void readsHerokusVariable() {
        AppSettings settings = variables(Map.of("PUSHER_URL", "https://k:s@api-eu.pusher.com/apps/1"));

        assertThat(settings.app()).hasToString("PusherApp[1 at https://api-eu.pusher.com:443, key k]");
    }

    @Test
    void prefersHerokusUrlToVariablesThatNameTheSameApp() {
        AppSettings settings = variables(with(LARAVEL, "PUSHER_URL", "https://k:s@heroku.example/apps/1"));

        assertThat(settings.app().host()).isEqualTo("heroku.example");
    }

    @ParameterizedTest
    @CsvSource({"PUSHER_APP_ID, app-id 1", "PUSHER_APP_KEY, key k"})
    void refusesAUrlThatNamesAnotherApp(String variable, String ofUrl) {
        AppSettings settings = variables(Map.of("PUSHER_URL", "https://k:hidden@host/apps/1", variable, "other"));

        assertThat(settings.isEmpty()).isFalse();
        assertThatThrownBy(settings::app)
                .isInstanceOf(AppSettings.InvalidException.class)
                .hasMessage("PUSHER_URL names the Pusher app with the " + ofUrl + ", and " + variable
                        + " is other. Take one of them away.");
    }

    @Test
    void takesEmptyVariablesForAbsent() {
        Map<String, String> template = new HashMap<>(LARAVEL);
        template.put("PUSHER_APP_ID", "");
        template.put("PUSHER_APP_KEY", "");
        template.put("PUSHER_APP_SECRET", " ");
        template.put("PUSHER_URL", "");

        assertThat(variables(template).isEmpty()).isTrue();
        assertThat(variables(Map.of()).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUSHER_APP_ID", "PUSHER_APP_KEY", "PUSHER_APP_SECRET"})
    void namesTheVariableThatIsMissing(String variable) {
        assertThatThrownBy(() -> variables(with(LARAVEL, variable, "")).app())
                .hasMessageContaining("Not set: " + variable + ". Set them, or PUSHER_URL=");
    }

    @Test
    void namesTheVariableThatIsWrong() {
        Map<String, String> wrong = with(LARAVEL, "PUSHER_HOST", "h");
        wrong.put("PUSHER_PORT", "many");

        assertThatThrownBy(() -> variables(wrong).app())
                .hasMessageContaining("PUSHER_PORT must be a number, not 'many'");
    }

    @Test
    void saysWhichServerServesTheApp() {
        Map<String, String> soketi = with(LARAVEL, "PUSHER_HOST", "soketi");

        assertThat(AppSettings.ofPusherVariables(soketi::get, ServerProfile.SOKETI)
                        .app()
                        .server())
                .isEqualTo(ServerProfile.SOKETI);
    }

    private static AppSettings.Builder complete() {
        return AppSettings.builder("pushcast.").appId("1").key("k").secret("hidden");
    }

    private static Map<String, String> with(Map<String, String> variables, String name, String value) {
        Map<String, String> all = new HashMap<>(variables);
        all.put(name, value);
        return all;
    }

    private static AppSettings variables(Map<String, String> variables) {
        return AppSettings.ofPusherVariables(variables::get, ServerProfile.PUSHER);
    }
}
