package com.example;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.testing.EmbeddedPusher;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ApplicationTest {

    @Autowired
    Application.Packing packing;

    @Autowired
    EmbeddedPusher server;

    @Test
    void publishesWhatIsShippableAfterTheCommit() {
        packing.pack("o-1", "c-1", false, false);
        assertThatThrownBy(() -> packing.pack("o-2", "c-2", true, true)).hasMessage("rolled back");
        packing.pack("o-3", "c-3", true, false);

        assertThat(server).eventually().received().on("private-orders.c-3").named("order-packed");
        assertThat(server.events()).hasSize(1);
    }
}
