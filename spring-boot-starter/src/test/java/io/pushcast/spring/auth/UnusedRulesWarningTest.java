package io.pushcast.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.spring.PushcastAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Rules that nobody asks, since there are only apps with names, are told of. */
@ExtendWith(OutputCaptureExtension.class)
class UnusedRulesWarningTest {

    private static final AutoConfigurations AUTO_CONFIGURATIONS = AutoConfigurations.of(
            JacksonAutoConfiguration.class,
            PushcastAutoConfiguration.class,
            PushcastAuthAutoConfiguration.class,
            PushcastUnusedRulesAutoConfiguration.class);

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AUTO_CONFIGURATIONS)
            .withBean(SampleTenants.class)
            .withPropertyValues("pushcast.apps.eu.url=http://k:s@localhost:6001/apps/2");

    @Test
    void areToldOfByName(CapturedOutput output) {
        application
                .withBean("codeRules", ChannelRulesBuilderCustomizer.class, () -> rules -> {})
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ChannelAuthorization.class));

        assertThat(output)
                .contains("SampleTenants.letters(Principal, String)")
                .contains("SampleTenants.signIn(Principal)")
                .contains("ChannelRulesBuilderCustomizer codeRules")
                .contains("pushcast.url")
                .contains("pushcast.auth.enabled=false");
    }

    @Test
    void areNotToldOfWhereTheyAreAskedOrNotWanted(CapturedOutput output) {
        application
                .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1")
                .run(context -> assertThat(context).hasSingleBean(ChannelAuthorization.class));
        application
                .withPropertyValues("pushcast.auth.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
        application
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
        new ApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withBean(SampleTenants.class)
                .withPropertyValues("pushcast.apps.eu.url=http://k:s@localhost:6001/apps/2")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output).doesNotContain("SampleTenants");
    }

    @Test
    void areNothingWhereThereIsNone(CapturedOutput output) {
        new WebApplicationContextRunner()
                .withConfiguration(AUTO_CONFIGURATIONS)
                .withPropertyValues("pushcast.apps.eu.url=http://k:s@localhost:6001/apps/2")
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(output).doesNotContain("pushcast.auth.enabled");
    }
}
