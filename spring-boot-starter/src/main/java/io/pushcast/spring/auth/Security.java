package io.pushcast.spring.auth;

import java.security.Principal;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.util.ClassUtils;

/** What Spring Security means by some of its types, where it is present. */
final class Security {

    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.security.authentication.AnonymousAuthenticationToken",
            Security.class.getClassLoader());

    private Security() {}

    /** Whether this stands for nobody in particular: Spring Security's anonymous authentication is a principal, too. */
    static boolean isAnonymous(Principal user) {
        return PRESENT && Types.isAnonymous(user);
    }

    /** Whether this is how method security refuses a call. */
    static boolean isRefusal(Throwable failure) {
        return PRESENT && Types.isRefusal(failure);
    }

    /** Loaded only where Spring Security is present. */
    private static final class Types {

        static boolean isAnonymous(Principal user) {
            return user instanceof AnonymousAuthenticationToken;
        }

        static boolean isRefusal(Throwable failure) {
            return failure instanceof AccessDeniedException;
        }
    }
}
