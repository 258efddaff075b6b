package io.pushcast.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.pusher.PusherApp;
import io.pushcast.transport.Outcome;
import io.pushcast.transport.Outcome.Kind;
import io.pushcast.transport.Outcome.Retryable;
import io.pushcast.transport.Outcome.Suspended;
import org.junit.jupiter.api.Test;

/** The contract on an {@link EmbeddedPusher}, whose faults show what a transport says of those. */
abstract class EmbeddedTransportContract extends TransportContract {

    private EmbeddedPusher server;

    @Override
    protected PusherApp startServer() {
        server = EmbeddedPusher.start();
        return server.app();
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void saysWhatMayPass() {
        assertThat(after(Fault.status(500))).isInstanceOfSatisfying(Retryable.class, outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.OUTAGE);
            assertThat(outcome.status()).isEqualTo(500);
        });
        assertThat(after(Fault.status(429))).isInstanceOfSatisfying(Retryable.class, outcome -> {
            assertThat(outcome.kind()).isEqualTo(Kind.THROTTLED);
            assertThat(outcome.status()).isEqualTo(429);
        });
    }

    @Test
    void readsAnErrorThatIsSentAsASuccess() {
        assertThat(after(Fault.errorWithStatus200(401)))
                .isInstanceOfSatisfying(
                        Suspended.class,
                        suspended -> assertThat(suspended.status()).isEqualTo(401));
    }

    @Test
    void saysThatItDoesNotKnow() {
        assertThat(after(Fault.acceptButReset()))
                .isInstanceOfSatisfying(
                        Retryable.class, outcome -> assertThat(outcome.kind()).isEqualTo(Kind.UNKNOWN));
    }

    private Outcome after(Fault fault) {
        server.faults().next(fault);
        return send(aMessage());
    }
}
