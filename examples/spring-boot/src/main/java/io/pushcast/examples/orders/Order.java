package io.pushcast.examples.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a customer ordered. */
@Entity
@Table(name = "orders")
class Order {

    @Id
    private String id = UUID.randomUUID().toString();

    /** Null until it is stored: by this Spring Data knows a new one, for its id is there before. */
    @Version
    private @Nullable Integer version;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "customer_id")
    private Customer customer;

    private String item;

    private BigDecimal total;

    private Instant placedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    /** For JPA. */
    @SuppressWarnings("NullAway.Init")
    protected Order() {}

    Order(Customer customer, String item, BigDecimal total) {
        this.customer = customer;
        this.item = item;
        this.total = total;
    }

    OrderPlaced placed() {
        return new OrderPlaced(id, customer.id(), item, total, placedAt);
    }
}
