package io.pushcast.spring.web;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Requests whose body can't be read to its end, or whose answer nobody hears, on Spring WebFlux: the client went, or sent what is
 * no HTTP. Anybody can cause that, so our endpoints do not let it become an error of the application.
 */
public final class BrokenUpload {

    private static final Logger log = LoggerFactory.getLogger(BrokenUpload.class);

    /** By this, Reactor's context says who hears of an error that nobody waits for; else it is logged as an error. */
    private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

    private BrokenUpload() {}

    /**
     * Reads a body; what goes wrong is answered by {@link #answered}.
     *
     * @param expected a failure that is an answer, and no broken upload
     */
    public static <T> Mono<T> reading(Mono<T> body, Class<? extends Throwable> expected) {
        Consumer<Throwable> dropped = failure -> log.debug("The body of a request broke off: {}", failure.toString());
        return body.onErrorMap(failure -> !expected.isInstance(failure), UnreadableBodyException::new)
                .contextWrite(context -> context.put(ON_ERROR_DROPPED, dropped));
    }

    /** The answer, or 400 if the body could not be read to its end. That nobody hears it is no error. */
    public static Mono<ServerResponse> answered(Mono<ServerResponse> answer, String path) {
        return answer.onErrorResume(UnreadableBodyException.class, failure -> {
                    log.debug("The body of a request to {} could not be read to its end", path, failure);
                    return ServerResponse.status(HttpStatus.BAD_REQUEST).build();
                })
                .map(UnheardAnswer::new);
    }

    private record UnheardAnswer(ServerResponse answer) implements ServerResponse {

        @Override
        public HttpStatusCode statusCode() {
            return answer.statusCode();
        }

        @Override
        public HttpHeaders headers() {
            return answer.headers();
        }

        @Override
        public MultiValueMap<String, ResponseCookie> cookies() {
            return answer.cookies();
        }

        @Override
        public Mono<Void> writeTo(ServerWebExchange exchange, Context context) {
            return Mono.defer(() -> answer.writeTo(exchange, context)).onErrorResume(failure -> {
                // The connection is gone, or the server has answered by itself and closes it, which cancels this.
                log.debug("Nobody hears the answer: {}", failure.toString());
                return Mono.never();
            });
        }
    }

    private static final class UnreadableBodyException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnreadableBodyException(Throwable cause) {
            super(cause);
        }
    }
}
