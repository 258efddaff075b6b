package io.pushcast.resilience;

import io.pushcast.message.ChannelMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Messages whose requests have failed and have not been accepted since. Once a different request is accepted that was sent
 * after such a failure, these messages are suspect: that they fail again says nothing of the app. Safe for use by several
 * threads.
 */
final class SuspectMessages {

    /** How many messages are remembered; the one that failed first is forgotten. */
    private static final int MOST = 10_000;

    /** By the id of a message: how many requests had been sent when it failed first. */
    private final Map<String, Long> failedAfter = new LinkedHashMap<>();

    private final AtomicLong sent;
    private long lastAccepted;

    /** @param sent counts the requests that are sent; the count is the number of the latest */
    SuspectMessages(AtomicLong sent) {
        this.sent = sent;
    }

    /** Whether a message of the request has failed before, and others have been accepted since. */
    synchronized boolean isAnySuspect(List<ChannelMessage> messages) {
        if (failedAfter.isEmpty()) {
            return false;
        }
        for (ChannelMessage message : messages) {
            Long after = failedAfter.get(message.id());
            if (after != null && after < lastAccepted) {
                return true;
            }
        }
        return false;
    }

    /** A request failed in a way that may be about any of its messages, or about the app. */
    synchronized void failed(List<ChannelMessage> messages) {
        long sentSoFar = sent.get();
        for (ChannelMessage message : messages) {
            failedAfter.putIfAbsent(message.id(), sentSoFar);
        }
        while (failedAfter.size() > MOST) {
            failedAfter.remove(failedAfter.keySet().iterator().next());
        }
    }

    /** The request with this number was accepted, or refused for what it says itself. */
    synchronized void served(long number, List<ChannelMessage> messages) {
        lastAccepted = Math.max(lastAccepted, number);
        if (!failedAfter.isEmpty()) {
            messages.forEach(message -> failedAfter.remove(message.id()));
        }
    }
}
