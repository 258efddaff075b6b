package io.pushcast.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a health check says.
 *
 * @param state how it is
 * @param details what an operator wants to know, by names that are the same in all frameworks; values are texts, numbers and
 *     durations. There is a {@code reason} unless the state is {@link HealthState#UP}
 */
public record HealthReport(HealthState state, Map<String, Object> details) {

    /** Takes a copy. */
    public HealthReport {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
