package io.pushcast.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.message.SocketId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.MethodParameter;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.annotation.AuthenticationPrincipal;

class AuthenticationPrincipalParameterTest {

    public record Shopper(String customerId, String broken) {

        @Override
        public String broken() {
            throw new IllegalStateException("The database is down");
        }
    }

    public static final class Accounts {

        public String of(Shopper shopper) {
            return "account of " + shopper.customerId();
        }
    }

    @SuppressWarnings("unused")
    void rules(
            @AuthenticationPrincipal(expression = "customerId") String property,
            @AuthenticationPrincipal(expression = "@accounts.of(#root)") String ofABean,
            @AuthenticationPrincipal(expression = "broken()") String broken,
            @AuthenticationPrincipal(expression = "@unknown.of(#root)") String ofNoBean) {}

    @Test
    void givesWhatTheExpressionSays() {
        assertThat(argument(0, new Shopper("c-7", ""))).isEqualTo("c-7");
        assertThat(argument(1, new Shopper("c-7", ""))).isEqualTo("account of c-7");
    }

    @Test
    void hasNothingForAnotherKindOfPrincipal() {
        assertThat(argument(0, "robot")).isNull();
    }

    @Test
    void failsIfTheExpressionDoes() {
        Shopper shopper = new Shopper("c-7", "");

        assertThatThrownBy(() -> argument(2, shopper)).hasMessageContaining("The database is down");
        assertThatThrownBy(() -> argument(3, shopper))
                .isInstanceOf(SpelEvaluationException.class)
                .hasMessageContaining("unknown");
    }

    private static Object argument(int index, Object principal) {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("accounts", new Accounts());
        try {
            MethodParameter parameter = new MethodParameter(
                    AuthenticationPrincipalParameterTest.class.getDeclaredMethod(
                            "rules", String.class, String.class, String.class, String.class),
                    index);
            return AuthenticationPrincipalParameter.of(parameter, beans)
                    .argument(new AuthCaller(
                            UsernamePasswordAuthenticationToken.authenticated(principal, null, List.of()),
                            SocketId.of("1.2"),
                            null));
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }
}
