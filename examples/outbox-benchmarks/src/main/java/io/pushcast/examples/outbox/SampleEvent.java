package io.pushcast.examples.outbox;

import java.io.Serializable;

/** What is published: about 300 bytes as JSON. */
record SampleEvent(String id, String channel, String text) implements Serializable {

    /** How many channels, and so ordering keys, there are. */
    static final int CHANNELS = 1_000;

    private static final String TEXT = "x".repeat(245);

    static SampleEvent number(int number) {
        return new SampleEvent("message-" + number, "channel-" + number % CHANNELS, TEXT);
    }

    String json() {
        return "{\"id\":\"" + id + "\",\"channel\":\"" + channel + "\",\"text\":\"" + text + "\"}";
    }
}
