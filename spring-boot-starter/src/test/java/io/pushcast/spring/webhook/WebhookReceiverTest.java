package io.pushcast.spring.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.pushcast.webhook.WebhookReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WebhookReceiverTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(WebhookReceiver.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final WebhookReceiver receiver = new WebhookReceiver(
            WebhookReader.builder().key("my-key", "my-secret").build(), event -> {}, 1_024);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.DEBUG);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    @Test
    void saysLittleOfStrangers() {
        receive(Map.of());
        receive(Map.of(WebhookReader.KEY_HEADER, List.of("other"), WebhookReader.SIGNATURE_HEADER, List.of("ab")));

        assertThat(logged.list).hasSize(2).allMatch(event -> event.getLevel() == Level.DEBUG);
    }

    @Test
    void warnsOfAWrongSignature() {
        receive(Map.of(WebhookReader.KEY_HEADER, List.of("my-key"), WebhookReader.SIGNATURE_HEADER, List.of("ab")));

        assertThat(logged.list).singleElement().matches(event -> event.getLevel() == Level.WARN);
    }

    @Test
    void letsNobodyWriteLinesIntoTheLog() {
        receive(Map.of(
                WebhookReader.KEY_HEADER,
                List.of("other\r\nINFO All is well\u001b[2J"),
                WebhookReader.SIGNATURE_HEADER,
                List.of("ab")));

        assertThat(logged.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getFormattedMessage()).doesNotContainPattern("\\p{C}"));
    }

    private void receive(Map<String, List<String>> headers) {
        receiver.receive("{}".getBytes(StandardCharsets.UTF_8), headers);
    }
}
