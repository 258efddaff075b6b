package io.pushcast.examples.orders;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;

/** The customers; every user is one. */
interface CustomerRepository extends JpaRepository<Customer, String> {

    Optional<Customer> findByUserName(String userName);

    /** For a change: two orders at the same time must not spend the same credit. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Customer> findWithLockByUserName(String userName);
}
