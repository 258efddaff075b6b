package io.pushcast.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a test class with a Spring context: the application publishes to a {@link io.pushcast.testing.RecordingPublisher}, a bean
 * that takes the place of the real publisher and records what it would send, by the application's settings, limits and
 * {@link io.pushcast.spring.PushcastBuilderCustomizer} beans. The publishers of apps with a name, and a
 * {@link io.pushcast.Pushcast} that is asked for as such, record there as well. Nothing is sent, but by a {@code Pushcast} that
 * the application builds itself; and each test method begins with an empty recording.
 *
 * <pre>{@code
 * @SpringBootTest
 * @RecordPublications
 * class OrdersTest {
 *
 *     @Autowired RecordingPublisher published;
 *
 *     @Test
 *     void tellsTheCustomer() {
 *         orders.place("o-1", "c-7");
 *         assertThat(published).received().on("private-orders.c-7").named("order-placed");
 *     }
 * }
 * }</pre>
 *
 * <p><b>What is recorded, and when.</b> By the rule of transactions: an event is recorded after the commit of the transaction in
 * which it is published, at once if there is none, and never if it rolls back. With one exception: in the transaction of a
 * test itself ({@code @Transactional} on the test), which rolls back at its end, an event is recorded at once, as if it were
 * not there. Whatever a transaction within it of its own ({@code REQUIRES_NEW}) publishes goes by the rule again. What is
 * recorded this way would not be sent if the application rolled the test's transaction back: that is seen only in a test
 * without one.
 *
 * <p>The outbox, if it is enabled, stores nothing in such a test.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface RecordPublications {}
