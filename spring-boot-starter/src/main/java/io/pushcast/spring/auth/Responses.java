package io.pushcast.spring.auth;

import io.pushcast.auth.AuthResponse;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Answers to clients as Spring's. */
final class Responses {

    private Responses() {}

    static ResponseEntity<String> of(AuthResponse response) {
        return ResponseEntity.status(response.status())
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore())
                .body(response.body());
    }
}
