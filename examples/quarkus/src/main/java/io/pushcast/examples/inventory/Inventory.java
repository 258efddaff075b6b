package io.pushcast.examples.inventory;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** How many there are of each article. */
@ApplicationScoped
public class Inventory {

    private final DataSource database;
    private final Event<StockChanged> changes;

    Inventory(DataSource database, Event<StockChanged> changes) {
        this.database = database;
        this.changes = changes;
    }

    void createTable(@Observes StartupEvent start) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists stock (sku varchar(40) primary key, quantity int not null)");
        }
    }

    /**
     * Adds to the stock of an article, or takes from it. The event is published after the commit: if there is not enough,
     * nobody sees a stock that never was.
     *
     * @return how many there are now
     * @throws NotEnoughException if there are not as many as were to be taken; nothing has changed
     */
    @Transactional
    public int change(String sku, int by) throws SQLException {
        int quantity = quantityOf(sku) + by;
        store(sku, quantity);
        changes.fire(new StockChanged(sku, quantity));
        if (quantity < 0) {
            throw new NotEnoughException(sku, quantity - by);
        }
        return quantity;
    }

    private int quantityOf(String sku) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query =
                        connection.prepareStatement("select quantity from stock where sku = ? for update")) {
            query.setString(1, sku);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    private void store(String sku, int quantity) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update =
                        connection.prepareStatement("merge into stock (sku, quantity) values (?, ?)")) {
            update.setString(1, sku);
            update.setInt(2, quantity);
            update.executeUpdate();
        }
    }
}
