package io.pushcast.examples.orders;

import java.math.BigDecimal;

/** A customer wants more than the credit allows. */
class CreditExceededException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CreditExceededException(String userName, BigDecimal credit) {
        super("The credit of " + userName + " is " + credit);
    }
}
