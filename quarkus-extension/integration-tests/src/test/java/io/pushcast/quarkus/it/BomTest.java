package io.pushcast.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The versions as they are published, for others to import. */
class BomTest {

    @Test
    void saysVersionsAndNothingOfTheBuildThatTheyComeFrom() throws IOException {
        String published = Files.readString(Path.of("../bom/.flattened-pom.xml"));

        assertThat(published)
                .contains("<artifactId>quarkus-pushcast</artifactId>", "<artifactId>async-http-client</artifactId>")
                .doesNotContain("<properties>", "<parent>", "${", "wiremock");
    }
}
