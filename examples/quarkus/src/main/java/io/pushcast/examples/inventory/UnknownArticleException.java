package io.pushcast.examples.inventory;

/** Thrown for an article that a warehouse does not have. */
public final class UnknownArticleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownArticleException(String warehouse, String sku) {
        super("The warehouse " + warehouse + " has no " + sku);
    }
}
