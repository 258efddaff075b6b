package io.pushcast.outbox.jdbc;

import io.pushcast.outbox.store.DeadLetterCause;
import io.pushcast.outbox.store.DeadLetterFilter;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter as the condition of a statement. */
final class FilterCondition {

    private final List<String> parts = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private FilterCondition() {}

    static FilterCondition of(String outbox, DeadLetterFilter filter, Dialect dialect) {
        FilterCondition condition = new FilterCondition();
        condition.add("outbox = ?", outbox);
        condition.add("id = ?", filter.id());
        condition.add("id > ?", filter.after());
        condition.add("app = ?", filter.app());
        condition.add("event_name = ?", filter.event());
        condition.add("ordering_key = ?", filter.orderingKey());
        if (filter.reason() == DeadLetterCause.Reason.UNKNOWN) {
            condition.parts.add("reason not in " + MessageRows.KNOWN_REASONS);
        } else {
            condition.add(
                    "reason = ?",
                    filter.reason() == null ? null : filter.reason().name());
        }
        condition.add(
                "died_at <= " + dialect.now() + " - ?",
                filter.deadFor() == null ? null : filter.deadFor().toMillis());
        condition.add(
                "died_at >= ?",
                filter.diedFrom() == null ? null : filter.diedFrom().toEpochMilli());
        condition.add(
                "died_at < ?",
                filter.diedBefore() == null ? null : filter.diedBefore().toEpochMilli());
        return condition;
    }

    private void add(String part, @Nullable Object value) {
        if (value != null) {
            parts.add(part);
            values.add(value);
        }
    }

    String sql() {
        return String.join(" and ", parts);
    }

    /** Sets its parameters; returns the index of the next one. */
    int bind(PreparedStatement statement) throws SQLException {
        int index = 1;
        for (Object value : values) {
            statement.setObject(index++, value);
        }
        return index;
    }
}
