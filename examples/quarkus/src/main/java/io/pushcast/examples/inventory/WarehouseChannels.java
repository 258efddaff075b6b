package io.pushcast.examples.inventory;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.Principal;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who may subscribe to which channel; everybody else may not. */
@ApplicationScoped
public class WarehouseChannels {

    private final Employees employees;

    WarehouseChannels(Employees employees) {
        this.employees = employees;
    }

    /** Whoever works at a warehouse sees its stock. */
    @AuthorizeChannel("private-stock.{warehouse}")
    boolean canSee(Principal user, String warehouse) throws SQLException {
        return employees.worksAt(user, warehouse);
    }

    /** And who else is looking at it. What is told about people here, all of them see. */
    @AuthorizeChannel("presence-warehouse.{warehouse}")
    @Nullable
    PresenceMember canEnter(Principal user, String warehouse) throws SQLException {
        return employees.worksAt(user, warehouse)
                ? PresenceMember.of(user.getName(), Map.of("name", user.getName()))
                : null;
    }
}
