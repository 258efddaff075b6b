package io.pushcast.testing.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.pusher.rest.Pusher;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Fault;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedPusherExtensionIT {

    @Nested
    @ExtendWith(EmbeddedPusherExtension.class)
    class OnAClass {

        private static final Set<EmbeddedPusher> SEEN = new LinkedHashSet<>();
        private final EmbeddedPusher ofConstructor;

        OnAClass(EmbeddedPusher server) {
            this.ofConstructor = server;
        }

        @BeforeAll
        static void isThereBeforeAll(EmbeddedPusher server) {
            SEEN.add(server);
        }

        @RepeatedTest(2)
        void sharesOneServerWhoseRecordingBeginsAnew(EmbeddedPusher server) throws Exception {
            assertThat(server).isSameAs(ofConstructor);
            assertThat(server.requests()).isEmpty();
            publish(server);
            assertThat(server.events()).hasSize(1);
            SEEN.add(server);
            server.faults().always(Fault.status(503));
        }

        @Nested
        class AndItsNestedOnes {

            @Test
            void shareItToo(EmbeddedPusher server) throws Exception {
                SEEN.add(server);
                publish(server);
                assertThat(server.events()).hasSize(1);
            }
        }

        @AfterAll
        static void wasOne(EmbeddedPusher server) {
            assertThat(SEEN).containsExactly(server);
        }
    }

    @Nested
    class InAField {

        private static final Set<EmbeddedPusher> SEEN = new LinkedHashSet<>();

        @RegisterExtension
        final EmbeddedPusherExtension pusher = EmbeddedPusherExtension.with(builder -> builder.appId("shop"));

        @RepeatedTest(2)
        void startsOneForEachTest(EmbeddedPusher server) throws Exception {
            assertThat(server).isSameAs(pusher.server());
            assertThat(server.app().appId()).isEqualTo("shop");
            assertThat(SEEN.add(server)).isTrue();
            publish(server);
        }

        @AfterAll
        static void wereTwo() {
            assertThat(SEEN)
                    .hasSize(2)
                    .allSatisfy(server -> assertThatThrownBy(() -> new Socket(server.host(), server.port()).close())
                            .isInstanceOf(ConnectException.class));
        }
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class InAFieldOfAClassWithOneInstance {

        private final Set<EmbeddedPusher> seen = new LinkedHashSet<>();

        @RegisterExtension
        final EmbeddedPusherExtension pusher = new EmbeddedPusherExtension();

        @RepeatedTest(2)
        void startsOneForAll(EmbeddedPusher server) throws Exception {
            assertThat(server).isSameAs(pusher.server());
            publish(server);
            assertThat(server.events()).hasSize(1);
            seen.add(server);
            assertThat(seen).hasSize(1);
        }
    }

    @Nested
    @ExtendWith(EmbeddedPusherExtension.class)
    class ForWebhooks {

        /** Each time it begins with nobody to tell, though the one before leaves an address and something held back. */
        @RepeatedTest(2)
        void beginsAnew(EmbeddedPusher server) throws Exception {
            server.webhooks().send(Map.of("name", "made_up"));
            server.webhooks().flush();
            assertThat(server.webhooks().attempts()).isEmpty();

            server.webhooks().to(URI.create("http://127.0.0.1:1/")).vacatedDelay(Duration.ofHours(1));
            server.webhooks().send(Map.of("name", "made_up"));
            await().until(() -> !server.webhooks().attempts().isEmpty());
        }
    }

    @Nested
    class InAStaticField {

        private static final Set<Integer> PORTS = new LinkedHashSet<>();

        @RegisterExtension
        static final EmbeddedPusherExtension PUSHER = EmbeddedPusherExtension.with(builder -> builder.key("k"));

        @RepeatedTest(2)
        void startsOneForAll() {
            assertThat(PUSHER.server().key()).isEqualTo("k");
            PORTS.add(PUSHER.server().port());
            assertThat(PORTS).hasSize(1);
        }
    }

    @Test
    @ExtendWith(EmbeddedPusherExtension.class)
    void startsOneForATestThatAsks(EmbeddedPusher server) throws Exception {
        publish(server);
    }

    @Test
    void saysThatItIsNotRunning() {
        EmbeddedPusherExtension unused = new EmbeddedPusherExtension();

        assertThatIllegalStateException()
                .isThrownBy(unused::server)
                .withMessageStartingWith("The embedded Pusher is not running");
    }

    private static void publish(EmbeddedPusher server) throws Exception {
        Pusher publisher =
                new Pusher(server.app().appId(), server.key(), server.app().secret());
        publisher.setHost(server.host() + ":" + server.port());
        try {
            assertThat(publisher.trigger("orders", "placed", Map.of()).getHttpStatus())
                    .isEqualTo(200);
        } finally {
            publisher.close();
        }
    }
}
