package io.pushcast.spring.auth;

import java.lang.reflect.Executable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Methods in words. */
final class MethodDescriptions {

    private MethodDescriptions() {}

    /** Such as {@code com.shop.OrderChannels.canSee(Principal, String)}. */
    static String describe(Executable method) {
        return method.getDeclaringClass().getTypeName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
