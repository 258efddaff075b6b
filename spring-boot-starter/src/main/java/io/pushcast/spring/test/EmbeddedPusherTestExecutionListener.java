package io.pushcast.spring.test;

import io.pushcast.testing.EmbeddedPusher;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;
import org.springframework.util.ClassUtils;

/**
 * Has servers that are beans forget, before each test method, what they have seen; not while another test method runs that shares
 * the context, whose events these are.
 */
final class EmbeddedPusherTestExecutionListener extends AbstractTestExecutionListener {

    private static final boolean PRESENT = ClassUtils.isPresent(
            "io.pushcast.testing.EmbeddedPusher", EmbeddedPusherTestExecutionListener.class.getClassLoader());

    private static final String RUNNING = EmbeddedPusherTestExecutionListener.class.getName() + ".running";

    /** How many tests run with each context. */
    private static final Map<ApplicationContext, Integer> TESTS = new HashMap<>();

    /** Before the listener that begins the test's transaction, whose order is 4000. */
    @Override
    public int getOrder() {
        return 3_900;
    }

    @Override
    public void beforeTestMethod(TestContext context) {
        // A test's context that is not there yet has seen nothing.
        if (PRESENT && context.hasApplicationContext()) {
            ApplicationContext shared = context.getApplicationContext();
            context.setAttribute(RUNNING, shared);
            begin(shared);
        }
    }

    @Override
    public void afterTestMethod(TestContext context) {
        if (context.removeAttribute(RUNNING) instanceof ApplicationContext shared) {
            end(shared);
        }
    }

    /** If no other test of the context runs, its servers forget, before another can begin. */
    private static void begin(ApplicationContext context) {
        synchronized (TESTS) {
            if (TESTS.merge(context, 1, Integer::sum) == 1) {
                context.getBeanProvider(EmbeddedPusher.class).forEach(EmbeddedPusher::forget);
            }
        }
    }

    private static void end(ApplicationContext context) {
        synchronized (TESTS) {
            TESTS.computeIfPresent(context, (same, tests) -> tests == 1 ? null : tests - 1);
        }
    }
}
