package io.pushcast.quarkus.deployment.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.SignedInUser;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The compiler writes methods of its own, with the annotations of those that they call: they are no second rules. */
class BridgedRulesIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(
                    Hidden.class, Shown.class, OfSome.class, OfNumbers.class, HiddenSignIn.class, ShownSignIn.class))
            .overrideConfigKey("quarkus.pushcast.app-id", "1")
            .overrideConfigKey("quarkus.pushcast.key", "key")
            .overrideConfigKey("quarkus.pushcast.secret", "secret")
            .overrideConfigKey("quarkus.pushcast.cluster", "eu")
            .overrideConfigKey("quarkus.http.test-port", "0");

    @Inject
    ChannelRules<SecurityIdentity> rules;

    @Test
    void areNotCountedTwice() {
        assertThat(rules.patterns())
                .extracting(ChannelPattern::toString)
                .containsExactlyInAnyOrder("private-hidden.{id}", "private-numbers.{id}");
    }

    @Test
    void areMadeByTheCompiler() {
        assertThat(bridges(Shown.class)).isEqualTo(1);
        assertThat(bridges(OfNumbers.class)).isEqualTo(1);
        assertThat(bridges(ShownSignIn.class)).isEqualTo(1);
    }

    private static long bridges(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(Method::isBridge)
                .filter(method -> method.isAnnotationPresent(AuthorizeChannel.class)
                        || method.isAnnotationPresent(AuthenticateUser.class))
                .count();
    }

    abstract static class Hidden {

        @AuthorizeChannel("private-hidden.{id}")
        public boolean rule(long id) {
            return id > 0;
        }
    }

    @ApplicationScoped
    public static class Shown extends Hidden {}

    abstract static class OfSome<T> {

        abstract boolean rule(T id);
    }

    static class OfNumbers extends OfSome<Long> {

        @Override
        @AuthorizeChannel("private-numbers.{id}")
        boolean rule(Long id) {
            return id > 0;
        }
    }

    abstract static class HiddenSignIn {

        @AuthenticateUser
        public SignedInUser signIn(Principal user) {
            return SignedInUser.of(user.getName());
        }
    }

    @ApplicationScoped
    public static class ShownSignIn extends HiddenSignIn {}
}
