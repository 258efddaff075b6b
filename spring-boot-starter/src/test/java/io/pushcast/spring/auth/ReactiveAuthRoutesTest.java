package io.pushcast.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.spring.security.CsrfFreePaths;
import io.pushcast.spring.web.PushcastWebAutoConfiguration;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.HttpHandlerAutoConfiguration;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The endpoints on Spring WebFlux, without a server. */
class ReactiveAuthRoutesTest {

    private static final Principal ALICE = () -> "alice";

    private final ReactiveWebApplicationContextRunner application = new ReactiveWebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class,
                    HttpHandlerAutoConfiguration.class,
                    WebFluxAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastAuthAutoConfiguration.class))
            .withPropertyValues("pushcast.url=http://my-key:my-secret@localhost:6001/apps/1")
            .withBean(SampleChannels.class)
            .withBean(ServletAuthRoutesTest.ToAccount.class);

    @Test
    void signsWhatARuleAllows() {
        application.run(context -> post(context, "socket_id=123.456&channel_name=private-orders.alice", ALICE)
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType(MediaType.APPLICATION_JSON)
                .expectBody(String.class)
                .isEqualTo("{\"auth\":\"my-key:" + ReferenceSignatures.of("my-secret", "123.456:private-orders.alice")
                        + "\"}"));
    }

    @RestController
    static class Occupying {

        @PostMapping("/pusher/auth")
        String auth() {
            return "called";
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
                    post(context, "socket_id=123.456", ALICE)
                            .expectBody(String.class)
                            .isEqualTo("called");
                });
    }

    @Test
    void waitsForARuleThatDecidesLater() {
        application.run(context -> status(context, "private-later.true", ALICE).isOk());
        application.run(context -> status(context, "private-later.false", ALICE).isForbidden());
        application.run(context -> status(context, "private-mono.true", ALICE).isOk());
        application.run(context -> status(context, "private-mono.false", ALICE).isForbidden());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"socket_id\":\"123.456\",\"channel_name\":\"private-orders.alice\"} | 200",
                "application/json | {\"socket_id\":\"123.456\",\"channel_name\":\"private-orders.bob\"} | 403",
                "application/json | [] | 400",
                "application/x-www-form-urlencoded, application/json | socket_id=123.456&channel_name=private-orders.alice | 200",
                "application/x-www-form-urlencoded; charset=foo | socket_id=123.456&channel_name=private-orders.alice | 200",
                "garbage | socket_id=123.456&channel_name=private-orders.alice | 415",
                "text/plain | socket_id=123.456&channel_name=private-orders.alice | 415"
            })
    void takesWhatClientsSend(String contentType, String body, int status) {
        application.run(context -> client(context)
                .post()
                .uri("/pusher/auth")
                .header("Content-Type", contentType)
                .body(BodyInserters.fromDataBuffers(
                        Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(body.getBytes(StandardCharsets.UTF_8)))))
                .exchange()
                .expectStatus()
                .isEqualTo(status));
    }

    @Test
    void takesAQueryIfThePropertiesSaySo() {
        String query = "/pusher/auth?socket_id=123.456&channel_name=private-orders.alice";
        application.run(context -> client(context)
                .get()
                .uri(query)
                .exchange()
                .expectStatus()
                .isEqualTo(405)
                .expectHeader()
                .valueEquals("Allow", "POST")
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("GET is not accepted here; send a POST with")));
        application
                .withPropertyValues("pushcast.auth.forms=query")
                .run(context -> client(context)
                        .get()
                        .uri(query)
                        .exchange()
                        .expectStatus()
                        .isOk());
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        application.run(context -> client(context)
                .post()
                .uri("/pusher/auth")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(" ".repeat(65_537))
                .exchange()
                .expectStatus()
                .isEqualTo(413));
    }

    @Test
    void refusesEverythingElse() {
        application.run(context -> {
            status(context, "private-orders.bob", ALICE).isForbidden();
            status(context, "presence-unknown", ALICE).isForbidden();
            status(context, "private-orders.alice", null).isUnauthorized();
            post(context, "socket_id=1&channel_name=private-orders.alice", ALICE)
                    .expectStatus()
                    .isBadRequest();
        });
    }

    private static StatusAssertions status(ApplicationContext context, String channel, Principal user) {
        return post(context, "socket_id=123.456&channel_name=" + channel, user).expectStatus();
    }

    private static WebTestClient client(ApplicationContext context) {
        return WebTestClient.bindToApplicationContext(context)
                .webFilter((exchange, chain) -> chain.filter(
                        exchange.mutate().principal(Mono.just(ALICE)).build()))
                .build();
    }

    private static WebTestClient.ResponseSpec post(ApplicationContext context, String form, Principal user) {
        return WebTestClient.bindToApplicationContext(context)
                .webFilter((exchange, chain) -> chain.filter(
                        exchange.mutate().principal(Mono.justOrEmpty(user)).build()))
                .build()
                .post()
                .uri("/pusher/auth")
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .bodyValue(form)
                .exchange();
    }
}
