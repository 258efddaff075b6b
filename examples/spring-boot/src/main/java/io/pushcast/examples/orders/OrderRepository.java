package io.pushcast.examples.orders;

import java.util.List;
import org.springframework.data.jpa.repository.EntityGraph;
import org.springframework.data.jpa.repository.JpaRepository;

/** The orders. */
interface OrderRepository extends JpaRepository<Order, String> {

    @EntityGraph(attributePaths = "customer")
    List<Order> findByCustomerUserNameOrderByPlacedAt(String userName);
}
