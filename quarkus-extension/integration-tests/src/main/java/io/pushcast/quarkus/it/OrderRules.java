package io.pushcast.quarkus.it;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import io.pushcast.message.ChannelName;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who sees what. No scope: a class with rules is a bean. */
public class OrderRules {

    private final RequestCaller caller;

    OrderRules(RequestCaller caller) {
        this.caller = caller;
    }

    @AuthorizeChannel("private-orders.{customerId}")
    boolean isOwn(Principal user, String customerId) {
        return user.getName().equals(customerId);
    }

    @AuthorizeChannel("private-shelves.{number}")
    @RolesAllowed("staff")
    public boolean isOnGroundFloor(long number) {
        return number < 100;
    }

    @AuthorizeChannel("presence-shop.{shop}")
    @Nullable
    PresenceMember member(SecurityIdentity user, ChannelName channel, String shop) {
        return shop.equals("closed")
                ? null
                : PresenceMember.of(
                        user.getPrincipal().getName(), Map.of("roles", user.getRoles(), "channel", channel.value()));
    }

    @AuthorizeChannel("private-archive.{year}")
    Uni<Boolean> isOpen(int year) {
        return Uni.createFrom()
                .item(year > 2000)
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(1))
                .map(open -> open && caller.getName().equals("anna"));
    }

    @AuthorizeChannel("private-broken")
    boolean broken() {
        throw new IllegalStateException("The database is down");
    }
}
