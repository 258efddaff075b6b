package io.pushcast.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

class SecurityTest {

    @Test
    void knowsWhoIsNobody() {
        Principal somebody = () -> "anonymousUser";

        assertThat(Security.isNobody(new AnonymousAuthenticationToken(
                        "key", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"))))
                .isTrue();
        assertThat(Security.isNobody(UsernamePasswordAuthenticationToken.unauthenticated("alice", "secret")))
                .isTrue();
        assertThat(Security.isNobody(somebody)).isFalse();
    }

    @Test
    void knowsARefusalFromAFailure() {
        assertThat(Security.isRefusal(new AccessDeniedException("no"))).isTrue();
        assertThat(Security.isRefusal(new IllegalStateException("broken"))).isFalse();
    }
}
