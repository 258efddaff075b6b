package io.pushcast.quarkus.it;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import io.pushcast.auth.SignedInUser;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;

/** What the contract for authorisation asks of an application. */
@ApplicationScoped
public class ContractRules {

    @AuthorizeChannel("private-contract-orders.{customerId}")
    boolean isOwn(Principal user, String customerId) {
        return user.getName().equals(customerId);
    }

    @AuthorizeChannel("private-contract-tenants.{tenant}.{number}")
    Uni<Boolean> isOfTheTenant(SecurityIdentity user, String tenant, long number) {
        return Uni.createFrom().item(user.hasRole(tenant) && number > 0);
    }

    @AuthorizeChannel("presence-contract-room.{room}")
    Optional<PresenceMember> canEnter(Principal user, String room) {
        return Optional.of(PresenceMember.of(user.getName(), Map.of("room", room)))
                .filter(member -> !room.equals("closed"));
    }

    @AuthorizeChannel("private-contract-broken")
    boolean broken() {
        throw new IllegalStateException("The database is down");
    }

    @AuthenticateUser
    Uni<SignedInUser> signIn(SecurityIdentity user) {
        return user.hasRole("acme")
                ? Uni.createFrom().item(SignedInUser.of(user.getPrincipal().getName()))
                : Uni.createFrom().nullItem();
    }
}
