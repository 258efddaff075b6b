package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.EventPublisher;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A test of an application; run by {@link ContinuousTestingIT}. */
@QuarkusTest
class ServerForTestsET {

    @Inject
    EventPublisher publisher;

    @Test
    void publishes() throws Exception {
        assertThat(publisher
                        .to("tests")
                        .named("step")
                        .payload(1)
                        .publish()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .receipts())
                .hasSize(1);
    }
}
