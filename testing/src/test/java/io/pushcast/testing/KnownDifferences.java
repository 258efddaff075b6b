package io.pushcast.testing;

import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/**
 * Lets tests fail where a server is known to differ, by the test's name, with the reason and with the words of the failure;
 * and fails if it fails in another way, does not differ any more, or if there is no such test, so that the list stays true.
 */
public final class KnownDifferences implements InvocationInterceptor, AfterAllCallback {

    /** A test class that has such a list. */
    public interface Lister {

        /** How the server differs, by the name of the test that shows it. */
        Map<String, KnownDifference> knownDifferences();
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext test)
            throws Throwable {
        String name = method.getExecutable().getName();
        KnownDifference difference = differences(test).get(name);
        if (difference == null) {
            invocation.proceed();
            return;
        }
        try {
            invocation.proceed();
        } catch (AssertionError | Exception e) {
            if (difference.isSeenIn(e)) {
                throw new TestAbortedException("A known difference: " + difference.reason(), e);
            }
            throw new AssertionError(
                    name + " fails, but not with what is known, " + difference.words() + " (" + difference.reason()
                            + ")",
                    e);
        }
        throw new AssertionError(
                name + " passes: this is no difference any more, or never was: " + difference.reason());
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        for (String name : differences(tests).keySet()) {
            if (!isTest(tests.getRequiredTestClass(), name)) {
                throw new AssertionError("The known differences name " + name + ", and there is no such test");
            }
        }
    }

    private static boolean isTest(Class<?> type, String name) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.isAnnotationPresent(Test.class)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Map<String, KnownDifference> differences(ExtensionContext test) {
        return test.getTestInstance()
                .map(instance -> ((Lister) instance).knownDifferences())
                .orElse(Map.of());
    }
}
