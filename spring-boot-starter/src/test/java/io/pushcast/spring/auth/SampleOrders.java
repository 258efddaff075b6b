package io.pushcast.spring.auth;

import java.security.Principal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application's own, which has nothing to do with Pushcast. */
@RestController
class SampleOrders {

    @PostMapping("/orders")
    String place(Principal user) {
        return "placed for " + user.getName();
    }
}
