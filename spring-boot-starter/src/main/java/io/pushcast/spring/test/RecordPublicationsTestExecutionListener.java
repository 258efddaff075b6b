package io.pushcast.spring.test;

import io.pushcast.testing.RecordingPublisher;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/** Begins an empty recording for each test method, also beside others that run at the same time, and says which test runs. */
final class RecordPublicationsTestExecutionListener extends AbstractTestExecutionListener {

    private static final String SCOPE = RecordPublicationsTestExecutionListener.class.getName() + ".scope";

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
                    .ifAvailable(recorder -> context.setAttribute(SCOPE, recorder.scope()));
        }
    }

    @Override
    public void afterTestMethod(TestContext context) {
        if (records(context)) {
            TestTransactions.leave();
            if (context.removeAttribute(SCOPE) instanceof RecordingPublisher.Scope scope) {
                scope.close();
            }
        }
    }

    private static boolean records(TestContext context) {
        return TestContextAnnotationUtils.hasAnnotation(context.getTestClass(), RecordPublications.class);
    }
}
