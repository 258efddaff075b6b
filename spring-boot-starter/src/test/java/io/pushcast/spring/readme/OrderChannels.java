package io.pushcast.spring.readme;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import java.security.Principal;
import java.util.Map;
import org.springframework.stereotype.Component;

// README
@Component
class OrderChannels {

    @AuthorizeChannel("private-orders.{customerId}")
    boolean canSee(Principal user, String customerId) {
        return user.getName().equals(customerId);
    }

    @AuthorizeChannel("presence-shop.{number}")
    PresenceMember canEnter(Principal user, int number) {
        return number > 3 ? null : PresenceMember.of(user.getName(), Map.of("name", user.getName()));
    }
}
// README
