package io.pushcast.spring.auth;

import io.pushcast.auth.AuthRequestException;
import io.pushcast.auth.AuthRequestReader;
import io.pushcast.auth.AuthResponse;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a {@code Content-Type} with a wildcard, which is none. Spring MVC fails on it before any route is asked, and would answer
 * 500.
 */
final class WildcardTypeFilter extends OncePerRequestFilter {

    private final List<String> paths;
    private final AuthRequestReader reader;

    WildcardTypeFilter(List<String> paths, AuthRequestReader reader) {
        this.paths = paths;
        this.reader = reader;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String type = request.getHeader("Content-Type");
        return type == null
                || type.indexOf('*') < 0
                || !paths.contains(
                        request.getRequestURI().substring(request.getContextPath().length()));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            reader.format("POST", "*");
        } catch (AuthRequestException e) {
            AuthResponse refusal = e.response();
            response.setStatus(refusal.status());
            response.setContentType("application/json");
            response.getOutputStream().write(refusal.body().getBytes(StandardCharsets.UTF_8));
        }
    }
}
