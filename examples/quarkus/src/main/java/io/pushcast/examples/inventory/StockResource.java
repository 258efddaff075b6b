package io.pushcast.examples.inventory;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.sql.SQLException;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** {@code POST /stock/chair?by=10} puts ten chairs into stock, {@code by=-3} takes three of them. */
@Path("/stock")
public class StockResource {

    private final Inventory inventory;

    StockResource(Inventory inventory) {
        this.inventory = inventory;
    }

    /** Answers with the article's stock as it is now, or with 409 if there is not enough. */
    @POST
    @Path("/{sku}")
    public StockChanged change(@RestPath String sku, @RestQuery int by) throws SQLException {
        return new StockChanged(sku, inventory.change(sku, by));
    }

    @ServerExceptionMapper
    RestResponse<String> notEnough(NotEnoughException e) {
        return RestResponse.status(RestResponse.Status.CONFLICT, e.getMessage());
    }
}
