package io.pushcast.webhook;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The webhooks that came within the replay window, known by a digest. Safe for use by several threads. */
final class RecentWebhooks {

    /** So many are remembered; the oldest are forgotten first. */
    static final int MOST = 100_000;

    private record Taken(Instant at, boolean told) {}

    private final Clock clock;
    private final Duration remembered;
    private final Map<String, Taken> webhooks = new LinkedHashMap<>();

    /** @param window how old a webhook may be, and how far ahead: after twice that time it is refused by its age */
    RecentWebhooks(Clock clock, Duration window) {
        this.clock = clock;
        this.remembered = window.multipliedBy(2);
    }

    /** What is known of a webhook that comes. */
    enum Seen {
        /** It has not come before, or listeners failed on it. */
        NEW,
        /** It is being told to listeners. */
        BEING_TOLD,
        /** Listeners have heard of it. */
        TOLD
    }

    /** A webhook comes. If it is new, it is told now. */
    synchronized Seen begin(String digest) {
        Instant now = clock.instant();
        forgetOlderThan(now.minus(remembered));
        Taken before = webhooks.putIfAbsent(digest, new Taken(now, false));
        if (before == null) {
            forgetOneOfTooMany();
            return Seen.NEW;
        }
        return before.told() ? Seen.TOLD : Seen.BEING_TOLD;
    }

    /** Listeners have heard of it, or have failed, so that it is to come again. */
    synchronized void end(String digest, boolean heard) {
        if (heard) {
            webhooks.computeIfPresent(digest, (same, taken) -> new Taken(taken.at(), true));
        } else {
            webhooks.remove(digest);
        }
    }

    private void forgetOlderThan(Instant time) {
        Iterator<Taken> oldestFirst = webhooks.values().iterator();
        while (oldestFirst.hasNext()) {
            Taken oldest = oldestFirst.next();
            if (!oldest.at().isBefore(time)) {
                return;
            }
            oldestFirst.remove();
        }
    }

    private void forgetOneOfTooMany() {
        if (webhooks.size() > MOST) {
            Iterator<Taken> oldestFirst = webhooks.values().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }

    /** By what a webhook is known: its key and its body. */
    static String digest(String key, byte[] body) {
        try {
            return key
                    + ' '
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, and this one does not", e);
        }
    }
}
