package io.pushcast.testing.assertj;

import io.pushcast.testing.RecordedEvent;
import java.util.List;

/** Events as the lines of a failure. */
final class EventLines {

    /** More would hide what they are to show. */
    private static final int MOST = 50;

    private EventLines() {}

    /** Each on a line of its own, the newest ones if there are many; the text begins with {@code :} and a new line. */
    static String of(List<RecordedEvent> events) {
        StringBuilder lines = new StringBuilder(":");
        int first = Math.max(0, events.size() - MOST);
        if (first > 0) {
            lines.append("\n  … ").append(first).append(" before these");
        }
        for (int i = first; i < events.size(); i++) {
            lines.append("\n  ").append(i + 1).append(". ").append(line(events.get(i)));
        }
        return lines.toString();
    }

    private static String line(RecordedEvent event) {
        return event.channel() + "  " + event.name() + "  " + event.data()
                + (event.excludedSocket() == null ? "" : "  (but not to " + event.excludedSocket() + ")");
    }
}
