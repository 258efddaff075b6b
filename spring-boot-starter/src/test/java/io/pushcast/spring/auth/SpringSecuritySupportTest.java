package io.pushcast.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;

class SpringSecuritySupportTest {

    @Test
    void knowsWhoIsNobody() {
        Principal somebody = () -> "anonymousUser";

        assertThat(SpringSecuritySupport.isNobody(new AnonymousAuthenticationToken(
                        "key", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"))))
                .isTrue();
        assertThat(SpringSecuritySupport.isNobody(
                        UsernamePasswordAuthenticationToken.unauthenticated("alice", "secret")))
                .isTrue();
        assertThat(SpringSecuritySupport.isNobody(somebody)).isFalse();
    }

    @Test
    void knowsARefusalFromAFailure() {
        assertThat(SpringSecuritySupport.isRefusal(new AccessDeniedException("no")))
                .isTrue();
        assertThat(SpringSecuritySupport.isRefusal(new IllegalStateException("broken")))
                .isFalse();
    }
}
