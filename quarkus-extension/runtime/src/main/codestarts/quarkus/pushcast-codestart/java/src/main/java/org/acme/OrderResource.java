package org.acme;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

@Path("/orders/{orderId}")
public class OrderResource {

    @Inject
    Event<OrderPlaced> placed;

    @POST
    public void place(String orderId) {
        // Subscribers of the channel "orders" see it; in a transaction, after its commit.
        placed.fire(new OrderPlaced(orderId));
    }
}
