package io.pushcast.subscribe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the large payloads of one channel together again, which a publisher sent in parts or compressed. What is incomplete is
 * bounded, whoever sends it, as in the script for browsers. For use by one thread at a time.
 */
final class LargePayloadAssembler {

    static final String CHUNK = "pushcast-chunk";
    static final String GZIP = "pushcast-gzip";

    private static final int MAX_CHUNKS = 256;
    private static final int MAX_PENDING = 20;
    private static final int REMEMBERED_IDS = 1000;

    /** Those of the protocol and of clients, whose word is not the server's, and carriers in carriers. */
    private static final Pattern RESERVED =
            Pattern.compile("(?:pusher:|pusher_internal:|client-|#).*|pushcast-(?:chunk|gzip)");

    private final int maxLength;
    private final Map<String, Incomplete> pending = new LinkedHashMap<>();
    private final Set<String> done = new LinkedHashSet<>();
    private long pendingLength;

    /** @param maxLength how many characters, or bytes when decompressed, a payload may have */
    LargePayloadAssembler(int maxLength) {
        this.maxLength = maxLength;
    }

    /**
     * A payload that is whole, or what went wrong.
     *
     * @param event the name of the event that was carried
     * @param data its payload; null if there is none
     * @param problem what went wrong; null if nothing did
     */
    record Assembled(
            String event, @Nullable String data, @Nullable String problem) {}

    static boolean isCarrier(String event) {
        return event.equals(CHUNK) || event.equals(GZIP);
    }

    /** What has become whole by this carrier, or has been given up because of it; often nothing. */
    List<Assembled> take(String carrier, Map<?, ?> fields) {
        if (!(fields.get("event") instanceof String event)) {
            return problem(carrier, "it names no event");
        }
        if (RESERVED.matcher(event).matches()) {
            return problem(carrier, "no publisher may use the name of the event that it carries");
        }
        return carrier.equals(GZIP) ? unzip(event, fields) : join(event, fields);
    }

    private static List<Assembled> problem(String event, String what) {
        return List.of(new Assembled(event, null, what));
    }

    private List<Assembled> unzip(String event, Map<?, ?> fields) {
        if (!(fields.get("gzip") instanceof String base64)) {
            return problem(event, "its compressed payload is missing");
        }
        byte[] plain;
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(base64)))) {
            plain = in.readNBytes(maxLength + 1);
        } catch (IOException | IllegalArgumentException e) {
            return problem(event, "its compressed payload can't be decompressed");
        }
        return plain.length > maxLength
                ? problem(event, tooLarge())
                : List.of(new Assembled(event, new String(plain, StandardCharsets.UTF_8), null));
    }

    private String tooLarge() {
        return "its payload has more than " + maxLength + " characters";
    }

    private List<Assembled> join(String event, Map<?, ?> fields) {
        if (!(fields.get("id") instanceof String id)
                || id.length() > 200
                || !(fields.get("part") instanceof String part)
                || !(fields.get("index") instanceof Long index)
                || !(fields.get("count") instanceof Long count)
                || count < 1
                || count > MAX_CHUNKS
                || index < 0
                || index >= count) {
            return problem(event, "a part of it is malformed");
        }
        if (done.contains(id)) {
            return List.of();
        }
        List<Assembled> results = new ArrayList<>();
        Incomplete whole = pending.computeIfAbsent(id, unknown -> new Incomplete(event, new String[count.intValue()]));
        if (pending.size() > MAX_PENDING) {
            giveUpOne(results);
        }
        if (whole.parts.length == count && whole.parts[index.intValue()] == null && pending.containsKey(id)) {
            add(id, whole, index.intValue(), part, results);
        }
        while (pendingLength > 2L * maxLength) {
            giveUpOne(results);
        }
        return results;
    }

    private void add(String id, Incomplete whole, int index, String part, List<Assembled> results) {
        whole.parts[index] = part;
        whole.received++;
        whole.length += part.length();
        pendingLength += part.length();
        if (whole.length > maxLength) {
            forget(id);
            results.add(new Assembled(whole.event, null, tooLarge()));
        } else if (whole.received == whole.parts.length) {
            forget(id);
            results.add(new Assembled(whole.event, String.join("", whole.parts), null));
        }
    }

    /** The oldest one of the sender with the most, so that one who sends parts without an end costs the others nothing. */
    private void giveUpOne(List<Assembled> results) {
        Map<String, Integer> counts = new HashMap<>();
        pending.keySet().forEach(id -> counts.merge(senderOf(id), 1, Integer::sum));
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (String id : List.copyOf(pending.keySet())) {
            if (counts.getOrDefault(senderOf(id), 0) == most) {
                giveUp(id, results);
                return;
            }
        }
    }

    private static String senderOf(String id) {
        return id.substring(0, Math.max(0, id.lastIndexOf('-')));
    }

    private void giveUp(String id, List<Assembled> results) {
        Incomplete whole = forget(id);
        if (whole != null) {
            results.add(new Assembled(
                    whole.event,
                    null,
                    "only " + whole.received + " of its " + whole.parts.length + " parts have arrived"));
        }
    }

    /** The connection was lost, and with it what was under way: what is incomplete stays so. */
    List<Assembled> giveUpAll() {
        List<Assembled> results = new ArrayList<>();
        List.copyOf(pending.keySet()).forEach(id -> giveUp(id, results));
        return results;
    }

    private @Nullable Incomplete forget(String id) {
        Incomplete whole = pending.remove(id);
        if (whole != null) {
            pendingLength -= whole.length;
            remember(id);
        }
        return whole;
    }

    private void remember(String id) {
        done.add(id);
        if (done.size() > REMEMBERED_IDS) {
            Iterator<String> oldest = done.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private static final class Incomplete {

        private final String event;
        private final @Nullable String[] parts;
        private int received;
        private int length;

        private Incomplete(String event, @Nullable String[] parts) {
            this.event = event;
            this.parts = parts;
        }
    }
}
