package io.pushcast.examples.orders;

import java.math.BigDecimal;
import java.security.Principal;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes the orders of the user who is logged in. */
@RestController
class OrderController {

    private final OrderService orders;
    private final Customers customers;

    OrderController(OrderService orders, Customers customers) {
        this.orders = orders;
        this.customers = customers;
    }

    /** What a customer orders. */
    record Order(String item, BigDecimal total) {}

    @PostMapping(path = "/orders", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    OrderPlaced place(@RequestBody Order order, Principal user) {
        return orders.place(customers.idOf(user), order.item(), order.total());
    }

    @ExceptionHandler
    ProblemDetail refused(DataIntegrityViolationException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.UNPROCESSABLE_CONTENT, "The order lacks something, or the credit does not suffice");
    }
}
