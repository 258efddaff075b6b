package io.pushcast.examples.orders;

import java.math.BigDecimal;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes orders. */
@Service
class OrderService {

    private final OrderRepository orders;
    private final CustomerRepository customers;
    private final ApplicationEventPublisher events;

    OrderService(OrderRepository orders, CustomerRepository customers, ApplicationEventPublisher events) {
        this.orders = orders;
        this.customers = customers;
        this.events = events;
    }

    /**
     * Places an order and charges the customer's credit for it. The event is stored in the outbox by the same transaction and
     * published after its commit: where the credit does not suffice, nobody sees an order that there never was; and where the
     * order is, everybody sees it, even if Pusher, or this service, is down just then.
     *
     * @throws CreditExceededException if the credit does not suffice
     */
    @Transactional
    public OrderPlaced place(String userName, String item, BigDecimal total) {
        Customer customer = customers.findWithLockByUserName(userName).orElseThrow();
        OrderPlaced placed = orders.save(new Order(customer, item, total)).placed();
        events.publishEvent(placed);
        customer.charge(total);
        return placed;
    }

    /** All orders of a customer, the oldest first. */
    @Transactional(readOnly = true)
    public List<OrderPlaced> of(String userName) {
        return orders.findByCustomerUserNameOrderByPlacedAt(userName).stream()
                .map(Order::placed)
                .toList();
    }
}
