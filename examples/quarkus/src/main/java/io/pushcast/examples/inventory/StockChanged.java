package io.pushcast.examples.inventory;

import io.pushcast.mapping.PublishTo;

/**
 * The stock of one article is another than before. Whoever shows the article listens on its channel.
 *
 * @param sku the article
 * @param quantity how many there are now
 */
@PublishTo(channel = "stock.{sku}")
public record StockChanged(String sku, int quantity) {}
