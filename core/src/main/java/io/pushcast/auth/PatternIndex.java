package io.pushcast.auth;

import io.pushcast.message.ChannelName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the patterns that have a name in common with another, without a look at each of them: patterns that begin alike share
 * the beginning, and what can't match a name of the other any more is left behind with all that follows. Not for use by several
 * threads.
 */
final class PatternIndex {

    private final Map<ChannelName.Type, Node> roots = new EnumMap<>(ChannelName.Type.class);
    private int added;
    private long comparisons;

    /** Adds a pattern behind those that there are. */
    void add(ChannelPattern pattern) {
        Node node = roots.computeIfAbsent(pattern.type(), type -> new Node(null));
        for (PatternElement step : pattern.steps()) {
            node = node.child(step);
        }
        node.ends.put(added++, pattern);
    }

    /** The patterns that have a name in common with this one, in the order in which they were added. */
    List<ChannelPattern> overlapping(ChannelPattern pattern) {
        Map<Integer, ChannelPattern> found = new TreeMap<>();
        Node root = roots.get(pattern.type());
        if (root == null) {
            return List.of();
        }
        Deque<Place> open = new ArrayDeque<>();
        Set<Place> seen = new HashSet<>();
        open.add(new Place(root, pattern.start()));
        while (!open.isEmpty()) {
            Place place = open.remove();
            comparisons++;
            if (pattern.accepts(place.state)) {
                found.putAll(place.node.ends);
            }
            for (int i = 0; i < PatternOverlap.ALPHABET.length(); i++) {
                char c = PatternOverlap.ALPHABET.charAt(i);
                int next = pattern.next(place.state, c);
                if (!ChannelPattern.isDead(next)) {
                    place.node.after(c).forEach(node -> {
                        Place behind = new Place(node, next);
                        if (seen.add(behind)) {
                            open.add(behind);
                        }
                    });
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    /** How many places in the index were looked at so far, which is what the search costs. */
    long comparisons() {
        return comparisons;
    }

    /** A place in the index, and the state of the pattern that is compared. */
    private record Place(Node node, int state) {}

    /** What patterns have taken that are alike so far. Two are the same only if they are one. */
    private static final class Node {

        private final PatternElement.@Nullable Parameter parameter;
        private final Map<Character, Node> texts = new HashMap<>();

        /** By the characters that they don't take: what a parameter is called makes no difference. */
        private final Map<String, Node> parameters = new HashMap<>();

        private final Map<Integer, ChannelPattern> ends = new HashMap<>();

        Node(PatternElement.@Nullable Parameter parameter) {
            this.parameter = parameter;
        }

        Node child(PatternElement step) {
            return step instanceof PatternElement.Text text
                    ? texts.computeIfAbsent(text.character(), character -> new Node(null))
                    : parameters.computeIfAbsent(
                            ((PatternElement.Parameter) step).except(),
                            except -> new Node((PatternElement.Parameter) step));
        }

        List<Node> after(char c) {
            List<Node> nodes = new ArrayList<>(2);
            if (parameter != null && parameter.takes(c)) {
                nodes.add(this);
            }
            Node text = texts.get(c);
            if (text != null) {
                nodes.add(text);
            }
            parameters.forEach((except, node) -> {
                if (except.indexOf(c) < 0) {
                    nodes.add(node);
                }
            });
            return nodes;
        }
    }
}
