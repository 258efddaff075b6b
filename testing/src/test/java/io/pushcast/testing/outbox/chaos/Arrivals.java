package io.pushcast.testing.outbox.chaos;

import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.RecordedEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** What the server has accepted, and when, seen every few milliseconds. */
final class Arrivals implements AutoCloseable {

    /** One message at the server. */
    record Arrival(String key, int number, long at) {}

    private static final int EVERY_MILLIS = 50;

    private final EmbeddedPusher server;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Thread thread = new Thread(this::watch, "arrivals");
    private volatile boolean closed;

    Arrivals(EmbeddedPusher server) {
        this.server = server;
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!closed) {
            look();
            LockSupport.parkNanos(Duration.ofMillis(EVERY_MILLIS).toNanos());
        }
    }

    private synchronized void look() {
        List<RecordedEvent> events = server.events();
        long now = System.nanoTime();
        for (RecordedEvent event : events.subList(arrivals.size(), events.size())) {
            String data = event.data().substring(1, event.data().length() - 1);
            int colon = data.indexOf(':');
            arrivals.add(new Arrival(data.substring(0, colon), Integer.parseInt(data.substring(colon + 1)), now));
        }
    }

    /** Forgets all. */
    synchronized void forget() {
        server.forget();
        arrivals.clear();
    }

    synchronized List<Arrival> all() {
        look();
        return List.copyOf(arrivals);
    }

    /** The first arrival of each message, in order. */
    static List<Arrival> first(List<Arrival> arrivals) {
        Set<String> seen = new HashSet<>();
        return arrivals.stream()
                .filter(arrival -> seen.add(arrival.key() + ":" + arrival.number()))
                .toList();
    }

    /** How often a message arrived for the first time after a later one of its key had. */
    static List<String> inversions(List<Arrival> firsts) {
        Map<String, Integer> latest = new HashMap<>();
        List<String> inverted = new ArrayList<>();
        for (Arrival arrival : firsts) {
            int before = latest.getOrDefault(arrival.key(), -1);
            if (arrival.number() < before) {
                inverted.add(arrival.key() + ":" + arrival.number() + " after " + before);
            }
            latest.put(arrival.key(), Math.max(before, arrival.number()));
        }
        return inverted;
    }

    /** The longest time, after a moment, in which nothing arrived for a key and then something did again. */
    static Duration longestSilence(List<Arrival> firsts, long since) {
        Map<String, Long> last = new HashMap<>();
        long longest = 0;
        for (Arrival arrival : firsts) {
            Long before = last.put(arrival.key(), arrival.at());
            if (before != null && arrival.at() > since) {
                longest = Math.max(longest, arrival.at() - before);
            }
        }
        return Duration.ofNanos(longest);
    }

    @Override
    public void close() {
        closed = true;
    }
}
