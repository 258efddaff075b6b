package io.pushcast.quarkus.it;

import io.pushcast.auth.AuthorizeChannel;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;

/** A method that a proxy could not override, and whose annotations count nonetheless. */
@ApplicationScoped
public class FinalRules {

    @AuthorizeChannel("private-final.{number}")
    @RolesAllowed("staff")
    final boolean isNumber(long number) {
        return number > 0;
    }
}
