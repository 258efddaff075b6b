package io.pushcast.spring.auth;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.SignedInUser;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;
import reactor.core.publisher.Mono;

/** Rules of an application with Spring Security and tenants. */
class SampleTenants {

    /** The annotation that an application makes of Spring's. */
    @Retention(RetentionPolicy.RUNTIME)
    @AuthenticationPrincipal(expression = "claims['tenant']")
    @interface TenantOfToken {}

    @AuthorizeChannel("private-orders.{tenant}.{orderId}")
    boolean orders(Authentication user, String tenant, UUID orderId) {
        return orderId.getLeastSignificantBits() == 7
                && user.getAuthorities().contains(new SimpleGrantedAuthority("SCOPE_" + tenant));
    }

    @AuthorizeChannel("private-letters.{name}")
    boolean letters(Principal user, String name) {
        return user.getName().equals(name);
    }

    @AuthorizeChannel("private-settings.{name}")
    Mono<Boolean> settings(@AuthenticationPrincipal UserDetails user, String name) {
        return Mono.just(user.getUsername().equals(name));
    }

    @AuthorizeChannel("private-reports.{tenant}")
    boolean reports(@TenantOfToken String tenantOfToken, String tenant) {
        return tenantOfToken.equals(tenant);
    }

    @AuthorizeChannel("presence-room.{room}")
    CompletionStage<Optional<PresenceMember>> room(Principal user, String room) {
        return CompletableFuture.supplyAsync(() -> room.equals("closed")
                ? Optional.empty()
                : Optional.of(PresenceMember.of(user.getName(), Map.of("name", user.getName()))));
    }

    @AuthenticateUser
    Mono<SignedInUser> signIn(Principal user) {
        return user.getName().equals("bob") ? Mono.empty() : Mono.just(SignedInUser.of(user.getName()));
    }
}
