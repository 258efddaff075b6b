package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpMethod;
import io.pushcast.transport.Outcome.Kind;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class HttpExchangeTest {

    private static final InetSocketAddress SERVER = InetSocketAddress.createUnresolved("localhost", 80);

    private final List<Boolean> hadBegun = new ArrayList<>();
    private final HttpExchange exchange =
            new HttpExchange("signature", HttpExchange.MAX_BODY, (over, begun) -> hadBegun.add(begun));

    @Test
    void sendsNothingOnceItsSenderWasToldThatNothingWasSent() {
        exchange.begin();
        exchange.onThrowable(new TimeoutException());

        assertFailedAs(Kind.OUTAGE);
        assertThatThrownBy(() -> exchange.onRequestSend(HttpMethod.POST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The request is over; it comes too late to be sent");
    }

    @Test
    void doesNotKnowWhatBecameOfARequestThatWasSent() {
        exchange.begin();
        exchange.onRequestSend(HttpMethod.POST);
        exchange.onThrowable(new TimeoutException());

        assertFailedAs(Kind.UNKNOWN);
    }

    @Test
    void knowsThatTheServerSawNothingOfWhatAProxyWasAsked() {
        exchange.begin();
        exchange.onRequestSend(HttpMethod.CONNECT);
        exchange.onThrowable(new TimeoutException());

        assertFailedAs(Kind.OUTAGE);
    }

    @Test
    void closesAConnectionThatIsMadeTooLate() {
        EmbeddedChannel inTime = new EmbeddedChannel();
        EmbeddedChannel late = new EmbeddedChannel();
        exchange.begin();

        exchange.onTcpConnectSuccess(SERVER, inTime);
        exchange.onThrowable(new TimeoutException());
        exchange.onTcpConnectSuccess(SERVER, late);

        assertThat(inTime.isOpen()).isTrue();
        assertThat(late.isOpen()).isFalse();
        inTime.close();
    }

    private void assertFailedAs(Kind kind) {
        assertThat(exchange.answer())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        HttpExchangeException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
        assertThat(hadBegun).containsExactly(true);
    }
}
