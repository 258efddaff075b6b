package io.pushcast.quarkus.deployment;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;

/**
 * The version of AsyncHttpClient, by which requests are sent. {@code quarkus-bom} manages one that is too old, with which
 * every request would fail.
 */
final class HttpClientVersion {

    static final String GROUP = "org.asynchttpclient";
    static final String ARTIFACT = "async-http-client";

    private HttpClientVersion() {}

    /** What is wrong with a version older than 3, and what to do. */
    static Optional<ConfigurationException> errorOf(String version) {
        int dot = version.indexOf('.');
        String major = dot < 0 ? version : version.substring(0, dot);
        if (!major.equals("1") && !major.equals("2")) {
            return Optional.empty();
        }
        return Optional.of(new ConfigurationException(GROUP + ":" + ARTIFACT + " is " + version
                + ", and Pushcast needs 3.0 or later. quarkus-bom manages the older one, so put"
                + " io.pushcast:quarkus-pushcast-bom (type pom, scope import) before quarkus-bom into the"
                + " dependencyManagement of your pom.xml; with Gradle, add"
                + " enforcedPlatform(\"io.pushcast:quarkus-pushcast-bom:…\")"));
    }
}
