package io.pushcast.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelRule;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

/** What can't be a rule fails the start, in words. */
class MethodRulesTest {

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    WebMvcAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastAuthAutoConfiguration.class))
            .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1");

    static class UnknownParameter {
        @AuthorizeChannel("private-orders.{customerId}")
        boolean rule(String customer) {
            return true;
        }
    }

    static class Unconvertible {
        @AuthorizeChannel("private-orders.{customerId}")
        boolean rule(Runnable customerId) {
            return true;
        }
    }

    static class WrongPattern {
        @AuthorizeChannel("orders.{customerId}")
        boolean rule(String customerId) {
            return true;
        }
    }

    static class WrongResult {
        @AuthorizeChannel("private-orders")
        String rule() {
            return "yes";
        }
    }

    static class NobodyJoins {
        @AuthorizeChannel("presence-room")
        boolean rule() {
            return true;
        }
    }

    static class Once {
        @AuthorizeChannel("private-orders")
        boolean once() {
            return true;
        }
    }

    static class Twice {
        @AuthorizeChannel("private-orders")
        boolean twice() {
            return true;
        }
    }

    @Test
    void namesMethodAndPatternOfAnUnknownParameter() {
        failsWith(
                UnknownParameter.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.MethodRulesTest$UnknownParameter.rule(String) has"
                        + " the parameter 'customer', and the pattern 'private-orders.{customerId}' has customerId.");
    }

    @Test
    void namesATypeThatNothingConvertsTo() {
        failsWith(
                Unconvertible.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.MethodRulesTest$Unconvertible.rule(Runnable) has the"
                        + " parameter 'customerId' of type java.lang.Runnable, and nothing converts a text to that.");
    }

    @Test
    void quotesAPatternThatIsWrong() {
        failsWith(
                WrongPattern.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.MethodRulesTest$WrongPattern.rule(String) has a"
                        + " wrong pattern: ");
    }

    @Test
    void refusesAResultThatMeansNothing() {
        failsWith(
                WrongResult.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.MethodRulesTest$WrongResult.rule() returns"
                        + " java.lang.String.");
    }

    @Test
    void asksWhoJoinsAPresenceChannel() {
        failsWith(
                NobodyJoins.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.MethodRulesTest$NobodyJoins.rule() returns boolean"
                        + " and decides about the presence channels 'presence-room', whose members see who is there.");
    }

    @Test
    void namesBothMethodsWithTheSamePattern() {
        application
                .withBean(Once.class)
                .withBean(Twice.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageContaining("decide about 'private-orders'")
                        .hasMessageContaining("$Once.once()")
                        .hasMessageContaining("$Twice.twice()"));
    }

    @Test
    void namesARuleThatCouldNeverDecide() {
        application
                .withBean(Once.class)
                .withBean(
                        ChannelRulesBuilderCustomizer.class,
                        () -> rules -> rules.rule("private-{any...}", ChannelRule.when(request -> true)))
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageStartingWith("The rule for 'private-orders' could never decide"));
    }

    @Test
    void findsMethodsOfBeansThatAreLazy() {
        application
                .withBean(UnknownParameter.class, UnknownParameter::new, definition -> definition.setLazyInit(true))
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void hasNoEndpointWhereItIsTurnedOff() {
        application
                .withPropertyValues("pushcast.auth.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(ChannelAuthController.class));
        application
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ChannelAuthController.class));
    }

    @Test
    void hasNoEndpointWhereThereIsNoWeb() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastAuthAutoConfiguration.class))
                .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ChannelAuthorization.class));
    }

    private void failsWith(Class<?> bean, String words) {
        application
                .withBean(bean)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageStartingWith(words));
    }
}
