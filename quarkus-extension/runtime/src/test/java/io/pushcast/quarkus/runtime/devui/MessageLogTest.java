package io.pushcast.quarkus.runtime.devui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelMessage;
import io.pushcast.message.ChannelName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageLogTest {

    private static final int THREADS = 4;
    private static final int EACH = 50;

    private final MessageLog log = new MessageLog();

    @Test
    void tellsOfMessagesOfSeveralThreadsInTheOrderInWhichItRemembersThem() {
        List<String> live = Collections.synchronizedList(new ArrayList<>());
        log.live().subscribe().with(message -> live.add(message.id()));

        CompletableFuture.allOf(IntStream.range(0, THREADS)
                        .mapToObj(thread -> CompletableFuture.runAsync(() -> publish(thread)))
                        .toArray(CompletableFuture[]::new))
                .join();

        List<String> remembered =
                new ArrayList<>(log.recent().stream().map(ShownMessage::id).toList());
        Collections.reverse(remembered);
        assertThat(live).hasSize(THREADS * EACH).containsExactlyElementsOf(remembered);
    }

    private void publish(int thread) {
        for (int i = 0; i < EACH; i++) {
            log.onPublished(ChannelMessage.builder(thread + "-" + i, List.of(ChannelName.of("steps")), "step", "{}")
                    .build());
        }
    }
}
