package io.pushcast.spring.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import io.pushcast.message.Delivery;
import io.pushcast.message.MessageSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionSynchronization;

@ExtendWith(OutputCaptureExtension.class)
class TransactionMessagesTest {

    private final MessageSink next = message -> {
        throw new AssertionError("It was handed on: " + message);
    };
    private final TransactionMessages messages = new TransactionMessages(new TransactionBoundSink(next), next);

    @Test
    void tellOfEachWhereNobodyKnowsWhetherTheTransactionCommitted(CapturedOutput output) {
        CompletableFuture<Delivery> delivery = messages.add(message("m-1")).toCompletableFuture();
        messages.add(message("m-2"));

        messages.afterCompletion(TransactionSynchronization.STATUS_UNKNOWN);

        assertThat(output.getAll().lines().filter(line -> line.contains("ERROR")))
                .hasSize(2)
                .allMatch(line -> line.contains("not known whether it committed"))
                .anyMatch(line -> line.contains("m-1"))
                .anyMatch(line -> line.contains("m-2"));
        assertThat(delivery).failsWithin(Duration.ofSeconds(10));
    }

    private static ChannelMessage message(String id) {
        return ChannelMessage.builder(id, List.of(ChannelName.of("a")), "n", "{}")
                .build();
    }
}
