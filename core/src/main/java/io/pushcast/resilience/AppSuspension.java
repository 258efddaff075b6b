package io.pushcast.resilience;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * What is known of a refused app. The first refusal may be about a message: a firewall dislikes it. So a request with other
 * messages asks at once, one at a time. If it is served, so is the app. If it is refused, no single message explains both: the
 * refusal is confirmed, and nothing is sent for a pause. When that is over, one request at a time asks whether the app is served
 * again; the first that is not refused ends it. What becomes of requests from before the last refusal does not end it. Safe for
 * use by several threads.
 *
 * <p>The pause of an app that was served before begins with a second and doubles with each further refusal, up to the one that
 * is set: it may be that several messages in a row are disliked. An app that was never served is likely to be set up wrongly,
 * and gets the whole pause.
 */
final class AppSuspension {

    /** What {@link #tryPass} answers when no request may go. */
    static final long REFUSED = -1;

    private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MOST_DOUBLINGS = 20;

    /** What a refusal tells. */
    enum Finding {
        /** Nothing new. */
        NONE,
        /** The app, or a message, is refused. */
        DOUBTED,
        /** The app is refused. */
        CONFIRMED
    }

    private final long pauseNanos;
    private boolean everServed;
    private boolean suspended;
    private boolean confirmed;

    /** Until the refusal is confirmed: the messages that were in all refused requests. One of them may explain all. */
    private Set<String> explanations = Set.of();

    private boolean probing;
    private long until;
    private int doublings;
    /** How often the app has been refused: tells requests from after a refusal from those before. */
    private long refusals;

    /** That number when the app was served last after having been refused. */
    private long refusalsWhenServed;

    AppSuspension(long pauseNanos) {
        this.pauseNanos = pauseNanos;
    }

    /** Whether the app was refused, and has not been served since. One that was served before is given the benefit of doubt. */
    synchronized boolean isSuspended() {
        return suspended && (confirmed || !everServed);
    }

    /**
     * How many nanoseconds nothing may be sent, but for requests with the same messages as those refused; {@link
     * Long#MAX_VALUE} while a probe is under way.
     */
    synchronized long remaining(long now) {
        if (!suspended) {
            return 0;
        }
        if (probing) {
            return Long.MAX_VALUE;
        }
        return confirmed ? Math.max(0, until - now) : 0;
    }

    /**
     * A pass for a request that may go now, to be given back with what became of it; {@link #REFUSED} if none may.
     *
     * @param messages the ids of what it carries
     */
    synchronized long tryPass(long now, Collection<String> messages) {
        if (suspended) {
            boolean tooEarly = until - now > 0;
            if (probing || (tooEarly && (confirmed || messages.containsAll(explanations)))) {
                return REFUSED;
            }
            probing = true;
        }
        return refusals;
    }

    /**
     * A request was refused.
     *
     * @param messages the ids of what it carried
     */
    synchronized Finding refused(long pass, long now, Collection<String> messages) {
        if (pass < refusalsWhenServed) {
            return Finding.NONE;
        }
        boolean news = !suspended;
        boolean wasConfirmed = confirmed;
        if (news) {
            suspended = true;
            doublings = 0;
            explanations = new HashSet<>(messages);
        } else if (!confirmed) {
            explanations.retainAll(messages);
            confirmed = explanations.isEmpty();
        }
        boolean confirmedNow = confirmed && !wasConfirmed;
        if (pass == refusals) {
            refusals++;
            probing = false;
            pause(now);
        } else if (confirmedNow) {
            pause(now);
        }
        if (news) {
            return Finding.DOUBTED;
        }
        return confirmedNow ? Finding.CONFIRMED : Finding.NONE;
    }

    private void pause(long now) {
        if (everServed && confirmed) {
            until = now + Math.min(pauseNanos, FIRST_PAUSE_NANOS << doublings);
            doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
        } else {
            until = now + pauseNanos;
        }
    }

    /** A request ended without saying anything about the app. */
    synchronized void inconclusive(long pass) {
        if (pass == refusals) {
            probing = false;
        }
    }

    /** A request was taken. True if this is news: the app was suspended before. */
    synchronized boolean served(long pass) {
        everServed = everServed || pass == refusals;
        return notRefused(pass);
    }

    /** A request was not refused, but not taken either. True if this is news: the app was suspended before. */
    synchronized boolean notRefused(long pass) {
        if (pass != refusals) {
            return false;
        }
        boolean news = suspended;
        suspended = false;
        confirmed = false;
        explanations = Set.of();
        probing = false;
        refusalsWhenServed = refusals;
        return news;
    }
}
