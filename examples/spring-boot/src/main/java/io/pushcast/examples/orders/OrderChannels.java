package io.pushcast.examples.orders;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import java.security.Principal;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Who may see what. What is not allowed here is refused. */
@Component
class OrderChannels {

    private final CustomerRepository customers;

    OrderChannels(CustomerRepository customers) {
        this.customers = customers;
    }

    /** Customers see their own orders, and nobody else's. */
    @AuthorizeChannel("private-orders.{customerId}")
    boolean canSee(Principal user, String customerId) {
        return customers
                .findByUserName(user.getName())
                .filter(customer -> customer.id().equals(customerId))
                .isPresent();
    }

    /** Everybody who is logged in sees who else is in the shop. */
    @AuthorizeChannel("presence-shop")
    PresenceMember visitor(Principal user) {
        return PresenceMember.of(user.getName(), Map.of("name", user.getName()));
    }
}
