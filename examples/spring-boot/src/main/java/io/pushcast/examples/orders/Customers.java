package io.pushcast.examples.orders;

import java.security.Principal;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which customer a user is. */
@Component
class Customers {

    private final JdbcClient database;

    Customers(JdbcClient database) {
        this.database = database;
    }

    /** The id of the customer that this user is; every user is one. */
    String idOf(Principal user) {
        return database.sql("select id from customers where user_name = ?")
                .param(user.getName())
                .query(String.class)
                .single();
    }
}
