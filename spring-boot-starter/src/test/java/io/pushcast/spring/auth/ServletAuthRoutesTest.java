package io.pushcast.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.asyncDispatch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelRule;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.message.ChannelName;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.spring.security.CsrfFreePaths;
import io.pushcast.spring.web.PushcastWebAutoConfiguration;
import io.pushcast.spring.webhook.PushcastWebhookAutoConfiguration;
import java.security.Principal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.RequestBuilder;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** The endpoints on Spring MVC, without a server. */
class ServletAuthRoutesTest {

    private static final Principal ALICE = () -> "alice";

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    DispatcherServletAutoConfiguration.class,
                    WebMvcAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastAuthAutoConfiguration.class))
            .withPropertyValues("pushcast.url=http://my-key:my-secret@localhost:6001/apps/1")
            .withBean(SampleChannels.class)
            .withBean(ToAccount.class);

    static class ToAccount implements Converter<String, SampleChannels.Account> {

        @Override
        public SampleChannels.Account convert(String id) {
            if (id.startsWith("x")) {
                throw new IllegalArgumentException("no account: " + id);
            }
            return id.equals("none") ? null : new SampleChannels.Account(id);
        }
    }

    @Test
    void signsWhatARuleAllows() {
        application.run(context -> {
            MockHttpServletResponse response = ask(context, "private-orders.alice", ALICE);

            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getContentType()).isEqualTo("application/json");
            assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
            assertThat(response.getContentAsString())
                    .isEqualTo("{\"auth\":\"my-key:"
                            + ReferenceSignatures.of("my-secret", "123.456:private-orders.alice") + "\"}");
        });
    }

    static class Encrypted {

        @AuthorizeChannel({"private-letters.{reader}", "private-encrypted-letters.{reader}"})
        boolean canRead(Principal user, String reader) {
            return user.getName().equals(reader);
        }
    }

    @Test
    void givesTheSecretOfAnEncryptedChannelToWhomARuleAllowsIt() {
        EncryptionKeys keys = EncryptionKeys.of("A".repeat(43) + "=");
        application
                .withBean(Encrypted.class)
                .withBean(EncryptionKeys.class, () -> keys)
                .run(context -> {
                    assertThat(ask(context, "private-encrypted-letters.alice", ALICE)
                                    .getContentAsString())
                            .contains("\"shared_secret\":\""
                                    + keys.sharedSecret(ChannelName.of("private-encrypted-letters.alice")) + "\"");
                    assertThat(ask(context, "private-letters.alice", ALICE).getStatus())
                            .isEqualTo(200);
                    assertThat(ask(context, "private-encrypted-letters.bob", ALICE)
                                    .getStatus())
                            .isEqualTo(403);
                });
    }

    @Test
    void doesNotStartWithARuleForEncryptedChannelsAndNoKeys() {
        application
                .withBean(Encrypted.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining(
                                "The rule for 'private-encrypted-letters.{reader}' is for encrypted channels"));
    }

    @Test
    void answersForSeveralChannelsAtOnce() {
        application.run(context -> {
            MockHttpServletResponse response = perform(
                    context,
                    form(
                            "/pusher/auth",
                            "socket_id=1.2&channel_name[0]=private-orders.alice&channel_name[1]=private-orders.bob"),
                    ALICE);

            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getContentAsString())
                    .startsWith("{\"private-orders.alice\":{\"status\":200,\"data\":{\"auth\":\"my-key:")
                    .contains("\"private-orders.bob\":{\"status\":403,");
        });
    }

    @Test
    void saysWhoJoinsAPresenceChannel() {
        application.run(context -> {
            MockHttpServletResponse response = ask(context, "presence-room.1", ALICE);

            String data = "{\"user_id\":\"alice\",\"user_info\":{\"name\":\"Alice\"}}";
            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getContentAsString())
                    .contains(
                            "\"my-key:" + ReferenceSignatures.of("my-secret", "123.456:presence-room.1:" + data) + "\"")
                    .contains("\"channel_data\":\"" + data.replace("\"", "\\\"") + "\"");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private-documents.00000000-0000-0000-0000-000000000007",
                "private-account.a-1",
                "private-account-archive.a-1",
                "private-wires.1",
                "presence-maybe.open",
                "private-later.true",
                "private-mono.true",
                "presence-mono.open"
            })
    void allows(String channel) {
        application.run(
                context -> assertThat(ask(context, channel, ALICE).getStatus()).isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private-orders.bob",
                "private-orders.alice.more",
                "private-documents.00000000-0000-0000-0000-000000000008",
                "private-documents.no-uuid",
                // another text for the UUID that alice may see, and so another channel
                "private-documents.0-0-0-0-7",
                "private-account.a-2",
                "private-account.none",
                "private-account.x-1",
                "private-staff",
                "presence-room.closed",
                "presence-maybe.shut",
                "presence-unknown",
                "private-later.false",
                "private-mono.false",
                "presence-mono.shut",
                "private-unknown",
                "private-encrypted-unknown",
                "orders"
            })
    void refuses(String channel) {
        application.run(context -> {
            MockHttpServletResponse response = ask(context, channel, ALICE);
            assertThat(response.getStatus()).isEqualTo(403);
            assertThat(response.getContentAsString()).doesNotContain("auth").doesNotContain("my-key");
        });
    }

    @Test
    void givesTheTypeOfUserThatARuleAsksFor() {
        application.run(context -> assertThat(ask(context, "private-staff", new SampleChannels.Staff("eve"))
                        .getStatus())
                .isEqualTo(200));
    }

    @Test
    void refusesWhoHasNotLoggedIn() {
        application.run(
                context -> assertThat(ask(context, "private-orders.alice", null).getStatus())
                        .isEqualTo(401));
    }

    @Test
    void grantsNothingWhenARuleFails() {
        application.run(context -> {
            MockHttpServletResponse response = ask(context, "private-broken", ALICE);
            assertThat(response.getStatus()).isEqualTo(500);
            assertThat(response.getContentAsString()).doesNotContain("own failure");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "socket_id=123.456, channel_name is missing",
        "channel_name=private-orders.alice, socket_id is missing",
        "socket_id=123.456:x&channel_name=private-orders.alice, socket_id is no socket id",
        "socket_id=123.456&channel_name=private-a/b, channel_name is no channel name",
        "socket_id=123.456&channel_name=private-orders.alice&channel_name=private-orders.bob, channel_name is there 2 times"
    })
    void saysWhatIsMalformed(String form, String reason) {
        application.run(context -> {
            MockHttpServletResponse response = perform(context, form("/pusher/auth", form), ALICE);
            assertThat(response.getStatus()).isEqualTo(400);
            assertThat(response.getContentAsString()).contains(reason);
        });
    }

    @Test
    void takesWhatIsInTheFormAndNotInTheQuery() {
        application.run(context -> {
            String form = "socket_id=123.456&channel_name=private-orders.alice";
            String query = "socket_id=123.456&channel_name=private-orders.alice&channel_name=private-orders.bob&a%20b";
            assertThat(perform(context, form("/pusher/auth?" + form, ""), ALICE).getStatus())
                    .isEqualTo(400);
            assertThat(perform(context, form("/pusher/auth?" + query, form), ALICE)
                            .getStatus())
                    .isEqualTo(200);
            assertThat(perform(context, form("/pusher/auth?x", form + "&socket_id=123.456"), ALICE)
                            .getStatus())
                    .isEqualTo(400);
        });
    }

    /** As Tomcat has it. */
    @Test
    void refusesAFormThatTheServerCannotDecode() {
        application.run(context -> assertThat(perform(
                                context, servlet -> new MockHttpServletRequest(servlet, "POST", "/pusher/auth") {
                                    {
                                        setContentType(MediaType.APPLICATION_FORM_URLENCODED_VALUE);
                                    }

                                    @Override
                                    public Map<String, String[]> getParameterMap() {
                                        throw new IllegalStateException("%zz");
                                    }
                                })
                        .getStatus())
                .isEqualTo(400));
    }

    @Test
    void takesJson() {
        application.run(context -> {
            assertThat(json(context, "{\"socket_id\":\"123.456\",\"channel_name\":\"private-orders.alice\"}")
                            .getStatus())
                    .isEqualTo(200);
            assertThat(json(context, "{\"socket_id\":\"123.456\",\"channel_name\":\"private-orders.bob\"}")
                            .getStatus())
                    .isEqualTo(403);
            MockHttpServletResponse several = json(
                    context,
                    "{\"socket_id\":\"123.456\",\"channel_name\":[\"private-orders.alice\",\"private-orders.bob\"]}");
            assertThat(several.getContentAsString()).contains("\"status\":200").contains("\"status\":403");
            assertThat(json(context, "[]").getContentAsString())
                    .isEqualTo("{\"error\":\"The body is no JSON object\"}");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "text/plain", "multipart/form-data; boundary=x", "application/*"})
    void refusesOtherBodiesAndSaysWhatIsRight(String contentType) {
        application.run(context -> {
            MockHttpServletResponse response = perform(
                    context,
                    post("/pusher/auth")
                            .header("Content-Type", contentType)
                            .content("socket_id=123.456&channel_name=private-orders.alice"),
                    ALICE);
            assertThat(response.getStatus()).isEqualTo(415);
            assertThat(response.getContentAsString()).contains("send a form (application/x-www-form-urlencoded) or");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded, application/json",
                "application/x-www-form-urlencoded; charset=foo",
                "application/x-www-form-urlencoded;"
            })
    void takesFormsWhateverComesAfterTheirType(String contentType) {
        application.run(context -> assertThat(perform(
                                context,
                                post("/pusher/auth")
                                        .header("Content-Type", contentType)
                                        .content("socket_id=123.456&channel_name=private-orders.alice"),
                                ALICE)
                        .getStatus())
                .isEqualTo(200));
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        application.run(context ->
                assertThat(json(context, " ".repeat(65_537)).getStatus()).isEqualTo(413));
    }

    @Test
    void takesAQueryIfThePropertiesSaySo() {
        MockHttpServletRequestBuilder query = get("/pusher/auth?socket_id=123.456&channel_name=private-orders.alice");
        application.run(context -> {
            MockHttpServletResponse refusal = perform(context, query, ALICE);
            assertThat(refusal.getStatus()).isEqualTo(405);
            assertThat(refusal.getHeader("Allow")).isEqualTo("POST");
            assertThat(refusal.getContentAsString()).contains("GET is not accepted here; send a POST with");
        });
        application.withPropertyValues("pushcast.auth.forms=form,query").run(context -> {
            assertThat(perform(context, query, ALICE).getStatus()).isEqualTo(200);
            assertThat(json(context, "{}").getStatus()).isEqualTo(415);
        });
    }

    @Test
    void needsAFormat() {
        application
                .withPropertyValues("pushcast.auth.forms=")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("pushcast.auth.forms must name at least one of"));
    }

    private static MockHttpServletResponse json(WebApplicationContext context, String body) throws Exception {
        return perform(
                context,
                post("/pusher/auth").contentType(MediaType.APPLICATION_JSON).content(body),
                ALICE);
    }

    @Test
    void isWhereThePropertiesSay() {
        application.withPropertyValues("pushcast.auth.path=/broadcasting/auth").run(context -> {
            String form = "socket_id=123.456&channel_name=private-orders.alice";
            assertThat(perform(context, form("/broadcasting/auth", form), ALICE).getStatus())
                    .isEqualTo(200);
            assertThat(perform(context, form("/pusher/auth", form), ALICE).getStatus())
                    .isEqualTo(404);
        });
    }

    @Test
    void isAtSeveralPathsIfThePropertiesSaySo() {
        application
                .withPropertyValues("pushcast.auth.path=/pusher/auth,/broadcasting/auth")
                .run(context -> {
                    String form = "socket_id=123.456&channel_name=private-orders.alice";
                    assertThat(perform(context, form("/broadcasting/auth", form), ALICE)
                                    .getStatus())
                            .isEqualTo(200);
                    assertThat(perform(context, form("/pusher/auth", form), ALICE)
                                    .getStatus())
                            .isEqualTo(200);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "pushcast.auth.path=auth           | 'auth' in pushcast.auth.path is no path.",
                "pushcast.auth.user-path=          | No path is set in pushcast.auth.user-path.",
                "pushcast.auth.user-path=/pusher/auth | '/pusher/auth' is in pushcast.auth.path and in"
                        + " pushcast.auth.user-path, which are two endpoints."
            })
    void doesNotStartWithPathsThatCannotBe(String property, String words) {
        application
                .withPropertyValues(property)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessage(words));
    }

    @Test
    void asksRulesThatAreCodeBeforeAnnotatedMethods() {
        application
                .withBean(
                        ChannelRulesBuilderCustomizer.class,
                        () -> rules -> rules.rule("private-orders.bob", ChannelRule.when(request -> true)))
                .run(context -> assertThat(
                                ask(context, "private-orders.bob", ALICE).getStatus())
                        .isEqualTo(200));
    }

    @Test
    void givesMembersTheLimitsOfTheProperties() {
        application
                .withPropertyValues("pushcast.limits.max-user-id-length=3")
                .run(context -> assertThat(
                                ask(context, "presence-room.1", ALICE).getStatus())
                        .isEqualTo(500));
    }

    @RestController
    static class Occupying {

        @PostMapping("/pusher/auth")
        String auth() {
            return "called";
        }
    }

    @RestController
    static class OccupyingGet {

        @GetMapping("/pusher/auth")
        String auth() {
            return "called";
        }

        @GetMapping("/pusher/webhook")
        String page() {
            return "called";
        }
    }

    @RestController
    static class Catching {

        @RequestMapping("/{anything}/auth")
        String auth() {
            return "for others";
        }
    }

    @Test
    void refusesAControllerThatWouldNeverBeCalled() {
        application
                .withConfiguration(AutoConfigurations.of(PushcastWebAutoConfiguration.class))
                .withBean(Occupying.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageContaining("Occupying#auth")
                        .hasMessageContaining("pushcast.auth.path"));
        application
                .withConfiguration(AutoConfigurations.of(
                        PushcastWebAutoConfiguration.class, PushcastWebhookAutoConfiguration.class))
                .withBean(OccupyingGet.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageContaining("'GET /pusher/auth' is Pushcast's by pushcast.auth.path"));
        application
                .withConfiguration(AutoConfigurations.of(PushcastWebAutoConfiguration.class))
                .withBean(Catching.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void refusesThePathOfAnotherEndpoint() {
        application
                .withConfiguration(AutoConfigurations.of(
                        PushcastWebAutoConfiguration.class, PushcastWebhookAutoConfiguration.class))
                .withPropertyValues("pushcast.webhook.path=/pusher/auth")
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageContaining("pushcast.auth.path")
                        .hasMessageContaining("pushcast.webhook.path"));
    }

    @Test
    void givesWayToRoutesOfTheApplicationsOwn() {
        RouterFunction<ServerResponse> own = RouterFunctions.route()
                .POST("/pusher/auth", request -> ServerResponse.status(418).build())
                .build();
        application
                .withBean("pushcastAuthRoutes", RouterFunction.class, () -> own)
                .run(context -> assertThat(
                                ask(context, "private-orders.alice", ALICE).getStatus())
                        .isEqualTo(418));
    }

    @Test
    void leavesThePathToAControllerWhereTheApplicationHasRoutesOfItsOwn() {
        application
                .withConfiguration(AutoConfigurations.of(PushcastWebAutoConfiguration.class))
                .withBean(
                        "pushcastAuthRoutes",
                        RouterFunction.class,
                        () -> RouterFunctions.route()
                                .POST("/auth", request -> ServerResponse.ok().build())
                                .build())
                .withBean(Occupying.class)
                .run(context -> {
                    assertThat(context).hasNotFailed().doesNotHaveBean(CsrfFreePaths.class);
                    assertThat(ask(context, "private-orders.alice", ALICE).getContentAsString())
                            .isEqualTo("called");
                });
    }

    private static MockHttpServletResponse ask(WebApplicationContext context, String channel, Principal user)
            throws Exception {
        return perform(context, form("/pusher/auth", "socket_id=123.456&channel_name=" + channel), user);
    }

    private static MockHttpServletRequestBuilder form(String path, String form) {
        return post(path).contentType(MediaType.APPLICATION_FORM_URLENCODED).content(form);
    }

    private static MockHttpServletResponse perform(
            WebApplicationContext context, MockHttpServletRequestBuilder request, Principal user) throws Exception {
        return perform(context, user == null ? request : request.principal(user));
    }

    private static MockHttpServletResponse perform(WebApplicationContext context, RequestBuilder request)
            throws Exception {
        MockMvc mvc = MockMvcBuilders.webAppContextSetup(context).build();
        MvcResult result = mvc.perform(request).andReturn();
        return result.getRequest().isAsyncStarted()
                ? mvc.perform(asyncDispatch(result)).andReturn().getResponse()
                : result.getResponse();
    }
}
