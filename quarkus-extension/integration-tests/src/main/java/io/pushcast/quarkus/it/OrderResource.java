package io.pushcast.quarkus.it;

import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
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

    OrderResource(Event<OrderPlaced> placed) {
        this.placed = placed;
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
}
