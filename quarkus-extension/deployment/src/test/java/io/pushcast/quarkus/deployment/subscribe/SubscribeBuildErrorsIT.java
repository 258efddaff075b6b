package io.pushcast.quarkus.deployment.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.pushcast.subscribe.PresenceMembers;
import io.pushcast.subscribe.Subscribe;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can never be called stops the build, and all of it is said at once. */
class SubscribeBuildErrorsIT {

    @RegisterExtension
    static final QuarkusUnitTest application = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Wrong.class))
            .assertException(failure -> assertThat(failure.toString())
                    .contains("Wrong.wildcard(String) has a wrong channel", "Pusher has no wildcards")
                    .contains("Wrong.result(String) returns int")
                    .contains("Wrong.noPresence(PresenceMembers) has a wrong channel")
                    .contains("Wrong.hidden is private or static"));

    @Test
    void stopTheBuild() {
        fail("The application must not start");
    }

    static class Wrong {

        @Subscribe("orders-*")
        void wildcard(String order) {}

        @Subscribe("orders")
        int result(String order) {
            return 1;
        }

        @Subscribe("orders")
        void noPresence(PresenceMembers members) {}

        @Subscribe("orders")
        private void hidden(String order) {}
    }
}
