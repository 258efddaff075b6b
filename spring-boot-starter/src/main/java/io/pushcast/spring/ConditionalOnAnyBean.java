package io.pushcast.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Conditional;

/**
 * Matches if there is a bean of the type, also if it is that of an app with a name, which {@code @ConditionalOnBean} does not
 * count. Looks into parent contexts, too.
 */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(AnyBeanCondition.class)
public @interface ConditionalOnAnyBean {

    /** The type. */
    Class<?> value();
}
