package io.pushcast.examples.orders;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;

/** Who orders, up to a credit. */
@Entity
@Table(name = "customers")
class Customer {

    @Id
    private String id = "";

    private String userName = "";

    private BigDecimal credit = BigDecimal.ZERO;

    /** For JPA. */
    protected Customer() {}

    String id() {
        return id;
    }

    /** @throws CreditExceededException if there is not so much left */
    void charge(BigDecimal amount) {
        if (credit.compareTo(amount) < 0) {
            throw new CreditExceededException(userName, credit);
        }
        credit = credit.subtract(amount);
    }
}
