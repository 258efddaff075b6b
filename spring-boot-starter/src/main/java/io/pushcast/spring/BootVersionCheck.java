package io.pushcast.spring;

import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Says that Spring Boot is too old, before anything fails for a class that is missing. Uses only what Spring Boot 3 has, too.
 */
final class BootVersionCheck implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    /** For {@code spring.factories}. */
    BootVersionCheck() {}

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        require(SpringBootVersion.getVersion());
    }

    /** @throws PushcastConfigurationException if the version is one before 4 */
    static void require(String version) {
        int major = Integer.parseInt(version.substring(0, version.indexOf('.')));
        if (major < 4) {
            throw new PushcastConfigurationException(
                    "Pushcast needs Spring Boot 4.0 or later, and this is Spring Boot " + version + ".",
                    "Update Spring Boot. Without it, use pushcast-core: build a Pushcast by Pushcast.builder() and make it a"
                            + " bean; take pushcast-spring-boot-starter off the class path.");
        }
    }
}
