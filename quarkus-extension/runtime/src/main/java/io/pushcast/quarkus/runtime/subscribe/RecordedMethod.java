package io.pushcast.quarkus.runtime.subscribe;

import java.lang.reflect.Method;

/**
 * A {@code @Subscribe} method that was found when the application was built.
 *
 * @param beanId the identifier of the bean that has it
 * @param method the method, accessible
 */
record RecordedMethod(String beanId, Method method) {}
