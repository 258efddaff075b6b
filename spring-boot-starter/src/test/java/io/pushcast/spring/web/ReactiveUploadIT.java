package io.pushcast.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.AuthorizeChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import reactor.core.publisher.Mono;

/** What strangers and bad lines do to the endpoints on a real WebFlux server. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.main.web-application-type=reactive",
            "pushcast.url=http://my-key:my-secret@localhost:6001/apps/1",
            "pushcast.webhook.max-size=64KB"
        })
@ExtendWith(OutputCaptureExtension.class)
class ReactiveUploadIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        SecurityWebFilterChain security(ServerHttpSecurity http) {
            return http.authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }

        @Bean
        MapReactiveUserDetailsService users() {
            return new MapReactiveUserDetailsService(
                    User.withUsername("anna").password("{noop}secret").build());
        }

        @Bean
        Rules rules() {
            return new Rules();
        }
    }

    static class Rules {

        static final CompletableFuture<String> asked = new CompletableFuture<>();
        static final CompletableFuture<String> cancelled = new CompletableFuture<>();

        @AuthorizeChannel("private-never.{id}")
        Mono<AuthDecision> never(String id) {
            asked.complete(id);
            return Mono.<AuthDecision>never().doOnCancel(() -> cancelled.complete(id));
        }
    }

    @LocalServerPort
    int port;

    private Socket request(String path, String type, int length, String more) throws IOException {
        Socket socket = new Socket("localhost", port);
        socket.setSoTimeout(20_000);
        write(
                socket,
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + length + "\r\nX-Pusher-Key: my-key\r\nX-Pusher-Signature: 00\r\n" + more + "\r\n");
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\r';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "/pusher/auth," + FORM + ",300000",
        "/pusher/auth," + FORM + ",70000",
        "/pusher/auth,application/json,70000",
        "/pusher/user-auth," + FORM + ",300000",
        "/pusher/webhook,application/json,70000"
    })
    void answersThatABodyIsTooLarge(String path, String type, int length, CapturedOutput output) throws IOException {
        try (Socket socket = request(path, type, length, "")) {
            write(socket, "a".repeat(length));
            assertThat(firstLine(socket)).startsWith("HTTP/1.1 413");
        }
        assertThat(output.getAll()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({
        "/pusher/auth," + FORM,
        "/pusher/auth,application/json",
        "/pusher/user-auth," + FORM,
        "/pusher/webhook,application/json"
    })
    void saysLittleOfABrokenUpload(String path, String type, CapturedOutput output) throws IOException {
        for (boolean reset : new boolean[] {true, false}) {
            try (Socket socket = request(path, type, 1_000, "")) {
                write(socket, "socket_id=1.2&");
                socket.setSoLinger(reset, 0);
            }
        }
        // What comes later is answered, so that what came before has been seen.
        try (Socket socket = request(path, type, 2, "")) {
            write(socket, "{}");
            assertThat(firstLine(socket)).startsWith("HTTP/1.1 4");
        }
        assertThat(output.getAll()).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource({"/pusher/auth," + FORM, "/pusher/auth,application/json", "/pusher/webhook,application/json"})
    void saysLittleOfAnUploadThatIsNoHttp(String path, String type, CapturedOutput output) throws IOException {
        Socket socket = new Socket("localhost", port);
        try (socket) {
            socket.setSoTimeout(20_000);
            write(
                    socket,
                    "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                            + "\r\nTransfer-Encoding: chunked\r\nX-Pusher-Key: my-key\r\nX-Pusher-Signature: 00\r\n\r\n"
                            + "5\r\nabcde\r\nnonsense\r\n");
            assertThat(firstLine(socket))
                    .satisfiesAnyOf(
                            line -> assertThat(line).startsWith("HTTP/1.1 4"),
                            line -> assertThat(line).isEmpty());
        }
        assertThat(output.getAll()).doesNotContain("\tat ");
    }

    @Test
    void cancelsARuleWhenTheClientGoes() throws Exception {
        String form = "socket_id=1.2&channel_name=private-never.7";
        String login = Base64.getEncoder().encodeToString("anna:secret".getBytes(StandardCharsets.UTF_8));
        try (Socket socket = request("/pusher/auth", FORM, form.length(), "Authorization: Basic " + login + "\r\n")) {
            write(socket, form);
            assertThat(Rules.asked.get(20, TimeUnit.SECONDS)).isEqualTo("7");
        }
        assertThat(Rules.cancelled.get(20, TimeUnit.SECONDS)).isEqualTo("7");
    }
}
