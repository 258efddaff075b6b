package io.pushcast.spring.web;

import io.pushcast.message.SocketId;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Puts the connection that a request names into its Reactor context, on Spring WebFlux. */
final class CurrentSocketWebFilter implements WebFilter, Ordered {

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        SocketId socket =
                CurrentSocket.named(exchange.getRequest().getHeaders().getOrDefault(CurrentSocket.HEADER, List.of()));
        Mono<Void> rest = chain.filter(exchange);
        return socket == null ? rest : rest.contextWrite(context -> context.put(CurrentSocket.CONTEXT_KEY, socket));
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
