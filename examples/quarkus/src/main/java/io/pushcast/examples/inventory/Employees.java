package io.pushcast.examples.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.Principal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Who works where. */
@ApplicationScoped
public class Employees {

    private final DataSource database;

    Employees(DataSource database) {
        this.database = database;
    }

    /** Whether a user works at a warehouse. */
    public boolean worksAt(Principal user, String warehouse) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select 1 from employees where user_name = ? and warehouse = ?")) {
            query.setString(1, user.getName());
            query.setString(2, warehouse);
            try (ResultSet row = query.executeQuery()) {
                return row.next();
            }
        }
    }
}
