package com.example;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.mapping.PublishTo;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.security.Principal;

/** A bean that fires events, in transactions, and decides about channels. */
@ApplicationScoped
public class Orders {

    @PublishTo(channel = "private-orders.{customer}", when = "shippable")
    public record OrderPacked(String customer, boolean shippable) {}

    @Inject
    Event<OrderPacked> packed;

    public void pack(String customer, boolean shippable) {
        packed.fire(new OrderPacked(customer, shippable));
    }

    @AuthorizeChannel("private-orders.{customer}")
    boolean isOwn(Principal user, String customer) {
        return user.getName().equals(customer);
    }
}
