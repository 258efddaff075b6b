package io.pushcast.examples.inventory;

import io.pushcast.mapping.PublishTo;

/**
 * There are more or fewer of an article than before. Everybody who works at the warehouse sees it at once, but for the page
 * that changed it: that one knows already.
 *
 * @param warehouse where
 * @param sku the article
 * @param quantity how many there are now
 * @param version how often it has changed: a page that hears of two changes by two ways knows which is the newer
 */
@PublishTo(channel = "private-stock.{warehouse}", toOthers = true)
public record StockChanged(String warehouse, String sku, int quantity, long version) {}
