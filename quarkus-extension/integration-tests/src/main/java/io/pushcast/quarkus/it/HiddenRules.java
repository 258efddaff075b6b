package io.pushcast.quarkus.it;

import io.pushcast.auth.AuthorizeChannel;
import jakarta.annotation.security.RolesAllowed;

/** For one bean to inherit; since this is not public and that is, the compiler repeats the method there. */
abstract class HiddenRules {

    @AuthorizeChannel("private-cellar.{number}")
    @RolesAllowed("staff")
    public boolean isBelowGround(int number) {
        return number < highest();
    }

    abstract int highest();
}
