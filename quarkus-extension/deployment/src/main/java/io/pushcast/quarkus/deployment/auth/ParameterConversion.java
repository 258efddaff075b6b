package io.pushcast.quarkus.deployment.auth;

import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

/** What makes an object from a part of a channel's name. */
sealed interface ParameterConversion {

    /**
     * A bean of the application that is a MicroProfile {@code Converter}.
     *
     * @param bean the bean's identifier
     */
    record ByBean(String bean) implements ParameterConversion {}

    /**
     * The type's own static method, or constructor, that takes a text.
     *
     * @param type what is made
     * @param factory the method, or the constructor
     */
    record ByFactory(Type type, MethodInfo factory) implements ParameterConversion {}
}
