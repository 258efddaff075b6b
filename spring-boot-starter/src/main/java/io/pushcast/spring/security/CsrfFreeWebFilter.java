package io.pushcast.spring.security;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/**
 * Tells Spring Security on WebFlux to let a {@code POST} to one of the endpoints through without a CSRF token. A matcher in
 * its configuration would say so too, but would take the place of what Spring Security exempts by itself, the bearers of
 * tokens.
 */
final class CsrfFreeWebFilter implements WebFilter, Ordered {

    /** Right before Spring Security, and so behind filters that change the path. */
    private static final int ORDER = -101;

    private final Supplier<List<PathPattern>> endpoints;

    /** @param endpoints asked once, by the first {@code POST} */
    CsrfFreeWebFilter(Supplier<List<PathPattern>> endpoints) {
        this.endpoints = SingletonSupplier.of(endpoints);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (isOfAnEndpoint(exchange.getRequest())) {
            CsrfWebFilter.skipExchange(exchange);
        }
        return chain.filter(exchange);
    }

    private boolean isOfAnEndpoint(ServerHttpRequest request) {
        if (!HttpMethod.POST.equals(request.getMethod())) {
            return false;
        }
        PathContainer path = request.getPath().pathWithinApplication();
        return endpoints.get().stream().anyMatch(endpoint -> endpoint.matches(path));
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
