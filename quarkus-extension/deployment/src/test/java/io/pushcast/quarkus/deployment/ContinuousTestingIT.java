package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.ContinuousTestingTestUtils.TestStatus;
import io.quarkus.test.QuarkusDevModeTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that run while the application is developed have a server, too, beside the one with the fixed port. */
class ContinuousTestingIT {

    @RegisterExtension
    static final QuarkusDevModeTest application = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(ChangedPage.class)
                    .addAsResource(
                            new StringAsset(ContinuousTestingTestUtils.appProperties(
                                    "quarkus.pushcast.devservices.port=" + FreePort.of("continuous"))),
                            "application.properties"))
            .setTestArchiveProducer(() -> ShrinkWrap.create(JavaArchive.class).addClass(ServerForTestsET.class));

    @Test
    void haveAServer() {
        TestStatus status = new ContinuousTestingTestUtils().waitForNextCompletion();

        assertThat(status.getTotalTestsFailed()).isZero();
        assertThat(status.getTotalTestsPassed()).isEqualTo(1);
    }
}
