package io.pushcast.testing.assertj;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.subscribe.Subscriber;
import io.pushcast.testing.EmbeddedPusher;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SubscriberAssertIT {

    @Test
    void waitsForSubscriptionsAndTellsWhatIsThereInstead() {
        try (EmbeddedPusher server = EmbeddedPusher.start();
                Subscriber subscriber = Subscriber.builder()
                        .app(server.app())
                        .name("stock")
                        .on("orders", "placed", event -> {})
                        .build()) {
            assertThatThrownBy(() -> assertThat(subscriber).isConnected())
                    .hasMessageContaining("Subscriber[stock] to be connected, but it is NEW");
            assertThat(subscriber).isNotSubscribedTo("orders");
            subscriber.start();

            assertThat(subscriber).eventually().isSubscribedTo("orders").isConnected();

            assertThatThrownBy(() ->
                            assertThat(subscriber).within(Duration.ofMillis(20)).isSubscribedTo("other"))
                    .hasMessageContaining("to be subscribed to other, but it is WAITING")
                    .hasMessageContaining("orders=SUBSCRIBED");
            assertThatThrownBy(() -> assertThat(subscriber).isNotSubscribedTo("orders"))
                    .isInstanceOf(AssertionError.class);
            server.socketFaults().close(4001, "No such app");
            assertThat(subscriber).eventually().isNotSubscribedTo("orders");
            assertThatThrownBy(() -> assertThat(subscriber).isSubscribedTo("orders"))
                    .hasMessageContaining("No such app (4001)");
        }
    }
}
