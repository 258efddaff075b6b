package io.pushcast.spring.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** Makes the connection that a request names known in its thread, on Spring MVC. */
final class CurrentSocketFilter extends OncePerRequestFilter implements Ordered {

    /** Where Spring Boot puts the filter that makes the request itself known, before Spring Security. */
    private static final int ORDER = -105;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        CurrentSocket.set(CurrentSocket.named(Collections.list(request.getHeaders(CurrentSocket.HEADER))));
        try {
            chain.doFilter(request, response);
        } finally {
            CurrentSocket.set(null);
        }
    }

    /** The second dispatch of an asynchronous request is in another thread. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }
}
