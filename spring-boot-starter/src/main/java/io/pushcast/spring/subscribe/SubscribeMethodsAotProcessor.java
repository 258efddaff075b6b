package io.pushcast.spring.subscribe;

import io.pushcast.subscribe.Subscribe;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;

/** Has native images know the {@link Subscribe} methods of beans, and what their payloads are read as. */
final class SubscribeMethodsAotProcessor implements BeanRegistrationAotProcessor {

    private final BindingReflectionHintsRegistrar payloads = new BindingReflectionHintsRegistrar();

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        Map<Method, Subscribe> methods = SubscribeMethods.annotated(bean.getBeanClass());
        return methods.isEmpty()
                ? null
                : (generation, code) ->
                        methods.keySet().forEach(method -> register(generation.getRuntimeHints(), method));
    }

    private void register(RuntimeHints hints, Method method) {
        hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
        for (Type type : method.getGenericParameterTypes()) {
            if (!type.getTypeName().startsWith("io.pushcast.")) {
                payloads.registerReflectionHints(hints.reflection(), type);
            }
        }
    }
}
