package io.pushcast.spring.test;

import io.pushcast.testing.EmbeddedPusher;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;
import org.springframework.util.ClassUtils;

/** Has servers that are beans forget, before each test method, what they have seen. */
final class EmbeddedPusherTestExecutionListener extends AbstractTestExecutionListener {

    private static final boolean PRESENT = ClassUtils.isPresent(
            "io.pushcast.testing.EmbeddedPusher", EmbeddedPusherTestExecutionListener.class.getClassLoader());

    /** Before the listener that begins the test's transaction, whose order is 4000. */
    @Override
    public int getOrder() {
        return 3_900;
    }

    @Override
    public void beforeTestMethod(TestContext context) {
        // A test's context that is not there yet has seen nothing.
        if (PRESENT && context.hasApplicationContext()) {
            context.getApplicationContext()
                    .getBeanProvider(EmbeddedPusher.class)
                    .forEach(EmbeddedPusher::forget);
        }
    }
}
