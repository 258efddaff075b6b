package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;

class BootVersionCheckTest {

    @ParameterizedTest
    @ValueSource(strings = {"3.5.6", "2.7.18", "3.0.0-SNAPSHOT"})
    void refusesSpringBootBefore4(String version) {
        assertThatThrownBy(() -> BootVersionCheck.require(version))
                .isInstanceOfSatisfying(
                        PushcastConfigurationException.class,
                        e -> assertThat(e.action())
                                .contains("Update Spring Boot")
                                .contains("pushcast-core"))
                .hasMessage("Pushcast needs Spring Boot 4.0 or later, and this is Spring Boot " + version + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.0.7", "4.1.0-M1", "5.0.0", "10.2.3"})
    void takesLaterOnes(String version) {
        assertThatCode(() -> BootVersionCheck.require(version)).doesNotThrowAnyException();
    }

    static class Empty {}

    @Test
    void looksAtEveryStart() {
        SpringApplication application = new SpringApplication(Empty.class);
        application.setWebApplicationType(WebApplicationType.NONE);

        assertThat(application.getInitializers()).hasAtLeastOneElementOfType(BootVersionCheck.class);
    }
}
