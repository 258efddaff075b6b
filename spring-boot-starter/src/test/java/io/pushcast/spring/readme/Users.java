package io.pushcast.spring.readme;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.SignedInUser;
import java.security.Principal;
import org.springframework.stereotype.Component;

@Component
class Users {

    // README
    @AuthenticateUser
    SignedInUser signIn(Principal user) {
        return SignedInUser.of(user.getName());
    }
    // README
}
