package io.pushcast.quarkus.runtime.subscribe;

import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.lang.reflect.Method;
import java.util.List;

/** Carries the {@code @Subscribe} methods, which are found when the application is built, into its start. */
@Recorder
public class SubscribeRecorder {

    /** For the build. */
    public SubscribeRecorder() {}

    /** None yet. */
    public RuntimeValue<SubscribeMethods> methods() {
        return new RuntimeValue<>(new SubscribeMethods());
    }

    /** One method of a bean. */
    public void add(
            RuntimeValue<SubscribeMethods> methods,
            String beanId,
            Class<?> declaringClass,
            String name,
            List<Class<?>> parameters) {
        try {
            Method method = declaringClass.getDeclaredMethod(name, parameters.toArray(Class<?>[]::new));
            method.setAccessible(true);
            methods.getValue().add(new RecordedMethod(beanId, method));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(
                    declaringClass.getName() + "." + name + " was there when the application was built", e);
        }
    }
}
