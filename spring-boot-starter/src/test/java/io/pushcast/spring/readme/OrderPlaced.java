package io.pushcast.spring.readme;

import io.pushcast.mapping.PublishTo;
import java.math.BigDecimal;

// README
@PublishTo(channel = "private-orders.{customerId}")
record OrderPlaced(String orderId, String customerId, BigDecimal total) {}
// README
