package org.springframework.samples.petclinic;

import io.pushcast.auth.AuthorizeChannel;
import java.security.Principal;
import org.springframework.stereotype.Component;

/** A bean of an application in a package below Spring's own, as Spring's Petclinic is. */
@Component
public class PetChannels {

    @AuthorizeChannel("private-pets.{owner}")
    boolean canSee(Principal user, String owner) {
        return user.getName().equals(owner);
    }
}
