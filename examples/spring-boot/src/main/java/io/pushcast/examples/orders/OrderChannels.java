package io.pushcast.examples.orders;

import io.pushcast.auth.AuthorizeChannel;
import java.security.Principal;
import org.springframework.stereotype.Component;

/** Who may see whose orders. */
@Component
class OrderChannels {

    private final Customers customers;

    OrderChannels(Customers customers) {
        this.customers = customers;
    }

    /** Customers see their own orders, and nobody else's. */
    @AuthorizeChannel("private-orders.{customerId}")
    boolean canSee(Principal user, String customerId) {
        return customerId.equals(customers.idOf(user));
    }
}
