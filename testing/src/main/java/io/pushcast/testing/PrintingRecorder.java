package io.pushcast.testing;

import java.io.PrintStream;

/** Shows what happens, and remembers little of it. */
final class PrintingRecorder extends EventRecorder {

    private static final int CAPACITY = 100;

    private final PrintStream out;

    PrintingRecorder(PrintStream out) {
        super(CAPACITY);
        this.out = out;
    }

    @Override
    synchronized void add(RecordedEvent event) {
        super.add(event);
        out.println("event    " + event.channel() + "  " + event.name() + "  " + event.data());
    }

    @Override
    void refused(String what, String why) {
        out.println("refused  " + what + ": " + why);
    }

    @Override
    synchronized void add(RecordedWebhook webhook) {
        super.add(webhook);
        String outcome = webhook.status() == 0 ? "no answer" : "status " + webhook.status();
        out.println("webhook  " + webhook.body() + ": " + outcome);
    }
}
