package io.pushcast.quarkus.deployment.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jboss.jandex.DotName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExcludedTypesTest {

    private static final DotName TYPE = DotName.createSimple("com.shop.orders.OrderRules");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.shop.orders.OrderRules",
                "OrderRules",
                "com.shop.orders.*",
                "com.shop.orders.**",
                "com.shop.**"
            })
    void areNamedByClassOrPackage(String pattern) {
        assertThat(new ExcludedTypes(List.of("other.Rules", pattern))).accepts(TYPE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Rules", "com.shop.*", "com.shop.order.**", "com.shop.orders", "shop.**"})
    void areNoOthers(String pattern) {
        assertThat(new ExcludedTypes(List.of(pattern))).rejects(TYPE);
    }
}
