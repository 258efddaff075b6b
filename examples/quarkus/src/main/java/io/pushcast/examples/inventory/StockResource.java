package io.pushcast.examples.inventory;

import io.quarkus.security.Authenticated;
import io.quarkus.security.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.sql.SQLException;
import java.util.List;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The stock of a warehouse, for those who work there. */
@Path("/warehouses/{warehouse}/stock")
@Authenticated
public class StockResource {

    private final Inventory inventory;
    private final Employees employees;

    StockResource(Inventory inventory, Employees employees) {
        this.inventory = inventory;
        this.employees = employees;
    }

    /**
     * What is to be done.
     *
     * @param by how many come; less than zero for how many go
     */
    public record Change(int by) {}

    /** Answers with all articles. */
    @GET
    public List<StockChanged> all(@RestPath String warehouse, @Context SecurityContext security) throws SQLException {
        check(security, warehouse);
        return inventory.of(warehouse);
    }

    /** Answers with the article's stock as it is now, or with 409 if there is not enough. */
    @POST
    @Path("/{sku}")
    public StockChanged change(
            @RestPath String warehouse, @RestPath String sku, Change change, @Context SecurityContext security)
            throws SQLException {
        check(security, warehouse);
        return inventory.change(warehouse, sku, change.by());
    }

    private void check(SecurityContext security, String warehouse) throws SQLException {
        if (!employees.worksAt(security.getUserPrincipal(), warehouse)) {
            throw new ForbiddenException();
        }
    }

    @ServerExceptionMapper
    RestResponse<String> unknown(UnknownArticleException e) {
        return RestResponse.status(RestResponse.Status.NOT_FOUND, e.getMessage());
    }

    @ServerExceptionMapper
    RestResponse<String> notEnough(NotEnoughException e) {
        return RestResponse.status(RestResponse.Status.CONFLICT, e.getMessage());
    }
}
