package io.pushcast.spring.auth;

import java.security.Principal;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.util.ClassUtils;

/** What Spring Security means by some of its types, where it is present. */
final class SpringSecuritySupport {

    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.security.authentication.AnonymousAuthenticationToken",
            SpringSecuritySupport.class.getClassLoader());

    private SpringSecuritySupport() {}

    /**
     * Whether this stands for nobody in particular: Spring Security's anonymous authentication is a principal, too, and so
     * is one that has not been authenticated.
     */
    static boolean isNobody(Principal user) {
        return PRESENT && Types.isNobody(user);
    }

    /** Whether this is how method security refuses a call. */
    static boolean isRefusal(Throwable failure) {
        return PRESENT && Types.isRefusal(failure);
    }

    /** Whether the argument for this parameter is what the application keeps as principal of the authentication. */
    static boolean isAuthenticationPrincipal(MethodParameter parameter) {
        return PRESENT && Types.isAuthenticationPrincipal(parameter);
    }

    /** Gives the argument for such a parameter. */
    static RuleParameter authenticationPrincipal(MethodParameter parameter, BeanFactory beans) {
        return AuthenticationPrincipalParameter.of(parameter, beans);
    }

    /** Loaded only where Spring Security is present. */
    private static final class Types {

        static boolean isNobody(Principal user) {
            return user instanceof AnonymousAuthenticationToken
                    || (user instanceof Authentication authentication && !authentication.isAuthenticated());
        }

        static boolean isRefusal(Throwable failure) {
            return failure instanceof AccessDeniedException;
        }

        static boolean isAuthenticationPrincipal(MethodParameter parameter) {
            return AuthenticationPrincipalParameter.annotation(parameter) != null;
        }
    }
}
