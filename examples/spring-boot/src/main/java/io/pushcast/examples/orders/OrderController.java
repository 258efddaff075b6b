package io.pushcast.examples.orders;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The orders of the user who is logged in. */
@RestController
@RequestMapping("/orders")
class OrderController {

    private final OrderService orders;

    OrderController(OrderService orders) {
        this.orders = orders;
    }

    /** What a customer orders. */
    record Wish(
            @NotBlank @Size(max = 100) String item,
            @NotNull @Positive BigDecimal total) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    OrderPlaced place(@Valid @RequestBody Wish wish, Principal user) {
        return orders.place(user.getName(), wish.item(), wish.total());
    }

    @GetMapping
    List<OrderPlaced> all(Principal user) {
        return orders.of(user.getName());
    }

    @ExceptionHandler
    ProblemDetail refused(CreditExceededException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, e.getMessage());
    }
}
