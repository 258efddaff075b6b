package io.pushcast.examples.orders;

import io.pushcast.pusher.PusherApp;
import java.security.Principal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page whose it is, and where to connect. */
@RestController
class ClientConfiguration {

    private final PusherApp app;
    private final CustomerRepository customers;

    ClientConfiguration(PusherApp app, CustomerRepository customers) {
        this.app = app;
        this.customers = customers;
    }

    /** The customer, and where subscribers connect for which app: nothing that is secret. */
    record Connection(String customerId, String key, String host, int port, boolean tls) {}

    @GetMapping("/config")
    Connection connection(Principal user) {
        Customer customer = customers.findByUserName(user.getName()).orElseThrow();
        return new Connection(customer.id(), app.key(), app.webSocketHost(), app.port(), app.tls());
    }
}
