package io.pushcast.testing;

import io.pushcast.text.LogText;
import java.io.PrintStream;

/** Shows what happens, and remembers little of it. */
final class PrintingRecorder extends EventRecorder {

    private static final int CAPACITY = 100;

    /** Payloads up to Pusher's limit are shown whole. */
    private static final int SHOWN = 10_240;

    private final PrintStream out;

    PrintingRecorder(PrintStream out) {
        super(CAPACITY);
        this.out = out;
    }

    @Override
    synchronized void add(RecordedEvent event) {
        super.add(event);
        out.println("event    " + LogText.name(event.channel()) + "  " + LogText.name(event.name()) + "  "
                + LogText.line(event.data(), SHOWN));
    }

    @Override
    void refused(String what, String why) {
        out.println("refused  " + LogText.line(what) + ": " + LogText.line(why, SHOWN));
    }

    @Override
    synchronized void add(RecordedWebhook webhook) {
        super.add(webhook);
        String outcome = webhook.status() == 0 ? "no answer" : "status " + webhook.status();
        out.println("webhook  " + LogText.line(webhook.body(), SHOWN) + ": " + outcome);
    }
}
