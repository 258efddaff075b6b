package io.pushcast.spring.auth;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.AuthorizeChannel;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;

/** Lets a native image find and call the methods that decide about callers. */
final class RuleMethodsAotProcessor implements BeanRegistrationAotProcessor {

    @Override
    public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
        List<Method> methods = Stream.concat(
                        methods(bean, AuthorizeChannel.class), methods(bean, AuthenticateUser.class))
                .toList();
        return methods.isEmpty()
                ? null
                : (generation, code) -> methods.forEach(method ->
                        generation.getRuntimeHints().reflection().registerMethod(method, ExecutableMode.INVOKE));
    }

    private static <A extends Annotation> Stream<Method> methods(RegisteredBean bean, Class<A> annotationType) {
        return new BeanMethods<>(bean.getBeanFactory(), annotationType)
                .find(bean.getBeanName(), bean.getBeanClass()).stream().flatMap(found -> found.declarations().stream());
    }
}
