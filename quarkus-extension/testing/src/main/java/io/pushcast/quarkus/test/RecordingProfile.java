package io.pushcast.quarkus.test;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/**
 * Runs an application whose publisher records what is published and sends nothing. Tests inject the
 * {@link io.pushcast.testing.RecordingPublisher}:
 *
 * <pre>{@code
 * @QuarkusTest
 * @TestProfile(RecordingProfile.class)
 * class OrdersTest {
 *     @Inject RecordingPublisher published;
 *
 *     @Test
 *     void tellsTheCustomer() {
 *         orders.place("o-1", "c-7");
 *         assertThat(published).received().on("private-orders.c-7").named("order-placed");
 *     }
 * }
 * }</pre>
 *
 * <p>Everything up to the sending is the application's own: mappings, JSON, limits, and the transaction rule, by which an
 * event is recorded after the commit and a rolled-back one never. An outbox is passed by: nothing is stored in it, and nothing
 * that is there is delivered. A test profile of one's own can extend this one, and adds its properties to those given here.
 */
public class RecordingProfile implements QuarkusTestProfile {

    /** For JUnit. */
    public RecordingProfile() {}

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.pushcast.outbox.relay", "false");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(RecordingBeans.class);
    }
}
