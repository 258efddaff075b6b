package io.pushcast.quarkus.it;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Takes orders, as a service would: in a transaction, which may fail late. */
@Path("/orders")
public class OrderResource {

    private final Event<OrderPlaced> placed;
    private final Event<OrderMoved> moved;

    OrderResource(Event<OrderPlaced> placed, Event<OrderMoved> moved) {
        this.placed = placed;
        this.moved = moved;
    }

    @POST
    @Path("/{orderId}")
    @Transactional
    public void place(@RestPath String orderId, @RestQuery String customer, @RestQuery boolean outOfStock) {
        placed.fire(new OrderPlaced(orderId, customer, new BigDecimal("19.90"), LocalDate.of(2026, 1, 31)));
        if (outOfStock) {
            throw new WebApplicationException("Out of stock", 409);
        }
    }

    @PUT
    @Path("/{orderId}/place")
    @Transactional
    public void move(@RestPath String orderId, @RestQuery String to) {
        moved.fire(new OrderMoved(orderId, to));
    }

    /**
     * On the event loop, and outside a transaction: so events are published where they wait in memory. With an outbox this would
     * be refused, since storing them blocks.
     */
    @PUT
    @Path("/{orderId}/place-at-once")
    public Uni<Void> moveAtOnce(@RestPath String orderId, @RestQuery String to) {
        moved.fire(new OrderMoved(orderId, to));
        return Uni.createFrom().voidItem();
    }
}
