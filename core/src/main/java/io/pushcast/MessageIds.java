package io.pushcast;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Ids that no other publisher gives: a random prefix of 79 bits for this one, and a counter. */
final class MessageIds implements Supplier<String> {

    private final String prefix;
    private final AtomicLong counter = new AtomicLong();

    MessageIds() {
        SecureRandom random = new SecureRandom();
        this.prefix =
                Long.toString(random.nextLong() >>> 1, 36) + Integer.toString(random.nextInt() & 0xffff, 36) + "-";
    }

    @Override
    public String get() {
        return prefix + counter.incrementAndGet();
    }
}
