package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.SignedInUser;
import io.pushcast.mapping.PublishTo;
import io.quarkus.test.QuarkusUnitTest;
import java.security.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is wrong stops the build, and all of it is said at once. */
class BuildErrorsIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(
                    Misspelt.class,
                    UnknownParameter.class,
                    NotConvertible.class,
                    Overlap.class,
                    NoBean.class,
                    SignInTwice.class))
            .assertException(failure -> assertThat(failure.toString())
                    .contains(
                            "@PublishTo on " + Misspelt.class.getName()
                                    + ": the template 'private-orders.{custmerId}' names no property; it has orderId, customerId")
                    .contains("@AuthorizeChannel on " + UnknownParameter.class.getName() + ".isOwn(String)")
                    .contains("the parameter 'customer' of the method is none of the pattern")
                    .contains("@AuthorizeChannel on " + NotConvertible.class.getName()
                            + ".isOwn(List): the parameter 'ids'")
                    .contains("@AuthenticateUser on " + SignInTwice.class.getName()
                            + ".one(Principal): there is another on " + SignInTwice.class.getName() + ".other()")
                    .contains("The rule for 'private-rooms.{room}' could never decide")
                    .contains("The former is of " + Overlap.class.getName() + ".")
                    .contains("@AuthorizeChannel on " + NoBean.class.getName() + ".rule(): its class is no CDI bean"));

    @Test
    void stopTheBuild() {
        fail("The application must not start");
    }

    @PublishTo(channel = "private-orders.{custmerId}")
    record Misspelt(String orderId, String customerId) {}

    static class UnknownParameter {

        @AuthorizeChannel("private-orders.{customerId}")
        boolean isOwn(String customer) {
            return true;
        }
    }

    static class NotConvertible {

        @AuthorizeChannel("private-lists.{ids}")
        boolean isOwn(List<String> ids) {
            return true;
        }
    }

    static class SignInTwice {

        @AuthenticateUser
        SignedInUser one(Principal user) {
            return SignedInUser.of(user.getName());
        }

        @AuthenticateUser
        SignedInUser other() {
            return SignedInUser.of("nobody");
        }
    }

    static class Overlap {

        @AuthorizeChannel({"private-rooms.{id}", "private-rooms.{room}"})
        boolean twice() {
            return true;
        }
    }

    abstract static class NoBean {

        @AuthorizeChannel("private-none")
        boolean rule() {
            return true;
        }
    }
}
