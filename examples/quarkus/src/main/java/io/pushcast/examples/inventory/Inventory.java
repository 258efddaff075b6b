package io.pushcast.examples.inventory;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** How many there are of each article in each warehouse. */
@ApplicationScoped
public class Inventory {

    private final DataSource database;
    private final Event<StockChanged> changes;

    Inventory(DataSource database, Event<StockChanged> changes) {
        this.database = database;
        this.changes = changes;
    }

    /**
     * Adds to the stock of an article, or takes from it. The event is stored in the same transaction and published after its
     * commit: if there is not enough, nobody sees a stock that never was.
     *
     * @return what there is now
     * @throws UnknownArticleException if the warehouse has no such article
     * @throws NotEnoughException if there are not as many as were to be taken; nothing has changed
     */
    @Transactional(rollbackOn = SQLException.class)
    public StockChanged change(String warehouse, String sku, int by) throws SQLException {
        StockChanged before = find(warehouse, sku);
        StockChanged changed = new StockChanged(warehouse, sku, before.quantity() + by, before.version() + 1);
        store(changed);
        changes.fire(changed);
        // A service would look before it fires; this one shows that it does not matter.
        if (changed.quantity() < 0) {
            throw new NotEnoughException(sku, before.quantity());
        }
        return changed;
    }

    /** What there is in a warehouse, in the order of the articles' names. */
    public List<StockChanged> of(String warehouse) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select sku, quantity, version from stock where warehouse = ? order by sku")) {
            query.setString(1, warehouse);
            try (ResultSet row = query.executeQuery()) {
                List<StockChanged> stock = new ArrayList<>();
                while (row.next()) {
                    stock.add(new StockChanged(warehouse, row.getString(1), row.getInt(2), row.getLong(3)));
                }
                return stock;
            }
        }
    }

    private StockChanged find(String warehouse, String sku) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select quantity, version from stock where warehouse = ? and sku = ? for update")) {
            query.setString(1, warehouse);
            query.setString(2, sku);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new UnknownArticleException(warehouse, sku);
                }
                return new StockChanged(warehouse, sku, row.getInt(1), row.getLong(2));
            }
        }
    }

    private void store(StockChanged stock) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update stock set quantity = ?, version = ? where warehouse = ? and sku = ?")) {
            update.setInt(1, stock.quantity());
            update.setLong(2, stock.version());
            update.setString(3, stock.warehouse());
            update.setString(4, stock.sku());
            update.executeUpdate();
        }
    }
}
