package io.pushcast.spring.test;

import io.pushcast.testing.RecordingPublisher;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Empties the recording before each test method, and says which test runs. */
final class RecordPublicationsTestExecutionListener extends AbstractTestExecutionListener {

    /** Before the listener that begins the test's transaction, whose order is 4000. */
    @Override
    public int getOrder() {
        return 3_900;
    }

    @Override
    public void beforeTestMethod(TestContext context) {
        if (records(context)) {
            TestTransactions.enter(
                    context.getTestClass(), context.getTestMethod().getName());
            context.getApplicationContext()
                    .getBeanProvider(RecordingPublisher.class)
                    .ifAvailable(RecordingPublisher::forget);
        }
    }

    @Override
    public void afterTestMethod(TestContext context) {
        if (records(context)) {
            TestTransactions.leave();
        }
    }

    private static boolean records(TestContext context) {
        return TestContextAnnotationUtils.hasAnnotation(context.getTestClass(), RecordPublications.class);
    }
}
