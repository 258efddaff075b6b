package io.pushcast.examples.inventory;

/** Thrown when more is to be taken of an article than there is. */
public final class NotEnoughException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotEnoughException(String sku, int quantity) {
        super("There are only " + quantity + " of " + sku);
    }
}
