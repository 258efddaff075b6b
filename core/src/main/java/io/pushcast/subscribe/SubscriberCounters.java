package io.pushcast.subscribe;

import java.util.concurrent.atomic.LongAdder;

/** What has happened since the start. Safe for use by several threads. */
final class SubscriberCounters {

    final LongAdder received = new LongAdder();
    final LongAdder handled = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder unhandled = new LongAdder();
    final LongAdder gaps = new LongAdder();
    final LongAdder reconnects = new LongAdder();
}
