package io.pushcast.resilience;

import static io.pushcast.concurrency.Interleavings.check;

import io.pushcast.concurrency.Interleavings;
import io.pushcast.concurrency.Interleavings.Facts;
import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** One message that always fails, and one that is always accepted. */
public class SuspectMessagesInterleavingsTest {

    private static final List<ChannelMessage> POISON = message("poison");
    private static final List<ChannelMessage> INNOCENT = message("innocent");

    private final AtomicLong sent = new AtomicLong();
    private final SuspectMessages suspects = new SuspectMessages(sent);
    private final Facts facts = new Facts();

    @Test
    void suspectsOnlyWhatFailedBeforeOthersWereSentAndAccepted() {
        Interleavings.tryOut(SuspectMessagesInterleavingsTest.class, 3, 2);
    }

    @Operation
    public void fail() {
        sent.incrementAndGet();
        suspects.failed(POISON);
    }

    @Operation
    public void beAccepted() {
        suspects.served(sent.incrementAndGet(), INNOCENT);
        facts.check(!suspects.isAnySuspect(INNOCENT), "what is accepted is suspect");
    }

    @Validate
    public void checkThatItIsSuspectOnceOthersAreAccepted() {
        facts.validate();
        suspects.failed(POISON);
        suspects.served(sent.incrementAndGet(), INNOCENT);
        check(suspects.isAnySuspect(POISON), "what failed before others were accepted is not suspect");
        suspects.served(sent.incrementAndGet(), POISON);
        check(!suspects.isAnySuspect(POISON), "what was accepted is suspect");
    }

    private static List<ChannelMessage> message(String id) {
        return List.of(ChannelMessage.builder(id, List.of(ChannelName.of("a")), "e", "{}")
                .build());
    }
}
