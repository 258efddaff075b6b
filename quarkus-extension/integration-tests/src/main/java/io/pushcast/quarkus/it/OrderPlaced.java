package io.pushcast.quarkus.it;

import io.pushcast.mapping.PublishTo;
import java.math.BigDecimal;
import java.time.LocalDate;

@PublishTo(channel = "private-orders.{customerId}", orderedBy = "{orderId}")
public record OrderPlaced(String orderId, String customerId, BigDecimal total, LocalDate day) {}
