package io.pushcast.quarkus.deployment.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.SignedInUser;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.quarkus.runtime.auth.InvocationThread;
import io.pushcast.quarkus.runtime.auth.RuleArgument.Source;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserRuleMethodTest {

    @Test
    void findsWhereEachArgumentComesFrom() {
        CheckedRuleMethod rule = UserRuleMethod.of(method("everything"));

        assertThat(rule.parameters())
                .extracting(RuleParameter::source)
                .containsExactly(Source.SOCKET, Source.PRINCIPAL, Source.IDENTITY);
        assertThat(rule.thread()).isEqualTo(InvocationThread.EVENT_LOOP);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wrongResult()          | it returns boolean; it must return SignedInUser (null refuses), or an Optional, CompletionStage or Uni of it
            noText(String)         | its parameter id is a java.lang.String; it can be SecurityIdentity, Principal or SocketId
            noChannel(ChannelName) | its parameter channel is a io.pushcast.message.ChannelName; it can be SecurityIdentity, Principal or SocketId
            hidden()               | it is private, so that nothing can call it; leave that out
            """)
    void saysWhatIsWrong(String method, String problem) {
        assertThatThrownBy(() -> UserRuleMethod.of(method(method.substring(0, method.indexOf('(')))))
                .isInstanceOf(InvalidRuleException.class)
                .hasMessage("@AuthenticateUser on " + Rules.class.getName() + "." + method + ": " + problem);
    }

    private static MethodInfo method(String name) {
        try {
            return Index.of(Rules.class).getClassByName(Rules.class).methods().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unused")
    static class Rules {

        @AuthenticateUser
        Uni<Optional<SignedInUser>> everything(SocketId socket, Principal principal, SecurityIdentity identity) {
            return Uni.createFrom().item(Optional.empty());
        }

        @AuthenticateUser
        boolean wrongResult() {
            return true;
        }

        @AuthenticateUser
        SignedInUser noText(String id) {
            return SignedInUser.of(id);
        }

        @AuthenticateUser
        SignedInUser noChannel(ChannelName channel) {
            return SignedInUser.of("x");
        }

        @AuthenticateUser
        private SignedInUser hidden() {
            return SignedInUser.of("x");
        }
    }
}
