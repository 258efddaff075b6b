package io.pushcast.quarkus.deployment.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.SignedInUser;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.arc.properties.UnlessBuildProperty;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.security.Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rules that count are those of beans; others, which a build leaves out, are no mistake. */
class RulesOfBeansIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(
                    InProduction.class,
                    WithoutStub.class,
                    NotSelected.class,
                    Excluded.class,
                    Kept.class,
                    Inherited.class,
                    Heir.class,
                    OfProduction.class,
                    OnlyInProduction.class))
            .overrideConfigKey("stub", "true")
            .overrideConfigKey("quarkus.arc.exclude-types", Excluded.class.getName())
            .overrideConfigKey("quarkus.pushcast.app-id", "1")
            .overrideConfigKey("quarkus.pushcast.key", "key")
            .overrideConfigKey("quarkus.pushcast.secret", "secret")
            .overrideConfigKey("quarkus.pushcast.cluster", "eu")
            .overrideConfigKey("quarkus.http.test-port", "0");

    @Inject
    ChannelRules<SecurityIdentity> rules;

    @Test
    void areThoseOfBeansAndOfWhatTheyExtend() {
        assertThat(rules.patterns())
                .extracting(ChannelPattern::toString)
                .containsExactlyInAnyOrder("private-kept", "private-inherited.{id}");
    }

    @IfBuildProfile("prod")
    static class InProduction {

        @AuthorizeChannel("private-production")
        boolean rule() {
            return true;
        }

        @AuthenticateUser
        SignedInUser signIn(Principal user) {
            return SignedInUser.of(user.getName());
        }
    }

    @UnlessBuildProperty(name = "stub", stringValue = "true")
    @ApplicationScoped
    static class WithoutStub {

        @AuthorizeChannel("private-kept")
        boolean rule() {
            return true;
        }
    }

    @Alternative
    static class NotSelected {

        @AuthorizeChannel("private-kept")
        boolean rule() {
            return true;
        }
    }

    static class Excluded {

        @AuthorizeChannel("private-kept")
        boolean rule() {
            return true;
        }
    }

    @IfBuildProperty(name = "stub", stringValue = "true")
    static class Kept {

        @AuthorizeChannel("private-kept")
        boolean rule() {
            return true;
        }

        @AuthenticateUser
        SignedInUser signIn(Principal user) {
            return SignedInUser.of(user.getName());
        }
    }

    abstract static class Inherited {

        @AuthorizeChannel("private-inherited.{id}")
        boolean rule(long id) {
            return isFine(id);
        }

        abstract boolean isFine(long id);
    }

    @ApplicationScoped
    static class Heir extends Inherited {

        @Override
        boolean isFine(long id) {
            return id > 0;
        }
    }

    abstract static class OfProduction {

        @AuthorizeChannel("private-of-production")
        boolean rule() {
            return true;
        }
    }

    @IfBuildProfile("prod")
    @ApplicationScoped
    static class OnlyInProduction extends OfProduction {}
}
