package io.pushcast.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.quarkus.runtime.RuleArgument;
import io.pushcast.quarkus.runtime.RuleArgument.Source;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.security.Principal;
import java.util.Optional;
import java.util.UUID;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleMethodTest {

    @Test
    void findsWhereEachArgumentComesFrom() {
        RuleMethod rule = rule("everything");

        assertThat(rule.patterns()).extracting(Object::toString).containsExactly("private-{a}.{b}.{c}.{d}");
        assertThat(rule.arguments())
                .containsExactly(
                        new RuleArgument(Source.IDENTITY, ""),
                        new RuleArgument(Source.LONG, "c"),
                        new RuleArgument(Source.TEXT, "a"),
                        new RuleArgument(Source.PRINCIPAL, ""),
                        new RuleArgument(Source.INT, "b"),
                        new RuleArgument(Source.UUID, "d"),
                        new RuleArgument(Source.CHANNEL, ""),
                        new RuleArgument(Source.SOCKET, ""));
    }

    @Test
    void takesSeveralPatternsForOneMethod() {
        assertThat(rule("several").patterns())
                .extracting(Object::toString)
                .containsExactly("private-orders.{id}", "presence-orders.{id}");
    }

    @Test
    void takesADecisionThatComesLater() {
        assertThat(rule("later").arguments()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unknownParameter  | the parameter 'customer' of the method is none of the pattern 'private-orders.{customerId}', which has customerId; others can only be SecurityIdentity, Principal, ChannelName or SocketId
            missingInOne      | the parameter 'id' of the method is none of the pattern 'private-all', which has none; others can only be SecurityIdentity, Principal, ChannelName or SocketId
            wrongType         | the parameter 'id' is a java.util.Optional<java.lang.String>; a part of a channel's name can be a String, int, long or UUID
            wrongResult       | it returns java.lang.String; it must return boolean, PresenceMember (null refuses) or AuthDecision, or an Optional, CompletionStage or Uni of these
            noMember          | it returns boolean, and 'presence-room' is for presence channels, whose subscribers see who joins; it must return PresenceMember (null refuses) or AuthDecision
            hidden            | it is private, so that nothing can call it; leave that out
            noPattern         | it names no channel; it needs at least one pattern
            """)
    void saysWhatIsWrong(String method, String problem) {
        assertThatThrownBy(() -> rule(method))
                .isInstanceOf(InvalidRuleException.class)
                .hasMessage("@AuthorizeChannel on " + Rules.class.getName() + "." + method + "(): " + problem);
    }

    @Test
    void refusesAPatternThatIsNone() {
        assertThatThrownBy(() -> rule("publicChannel"))
                .isInstanceOf(InvalidRuleException.class)
                .hasMessageContaining("publicChannel()")
                .hasMessageContaining("orders.{id}");
    }

    private static RuleMethod rule(String name) {
        try {
            MethodInfo method = Index.of(Rules.class).getClassByName(Rules.class).methods().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            return RuleMethod.of(method.annotation(RuleMethod.AUTHORIZE_CHANNEL));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unused")
    static class Rules {

        @AuthorizeChannel("private-{a}.{b}.{c}.{d}")
        Boolean everything(
                SecurityIdentity identity,
                Long c,
                String a,
                Principal principal,
                int b,
                UUID d,
                ChannelName channel,
                SocketId socket) {
            return true;
        }

        @AuthorizeChannel({"private-orders.{id}", "presence-orders.{id}"})
        AuthDecision several(String id) {
            return AuthDecision.deny();
        }

        @AuthorizeChannel({"private-later", "presence-later"})
        Uni<Optional<PresenceMember>> later() {
            return Uni.createFrom().item(Optional.empty());
        }

        @AuthorizeChannel("private-orders.{customerId}")
        boolean unknownParameter(String customer) {
            return true;
        }

        @AuthorizeChannel({"private-orders.{id}", "private-all"})
        boolean missingInOne(String id) {
            return true;
        }

        @AuthorizeChannel("private-orders.{id}")
        boolean wrongType(Optional<String> id) {
            return true;
        }

        @AuthorizeChannel("private-orders.{id}")
        String wrongResult(String id) {
            return id;
        }

        @AuthorizeChannel({"presence-room"})
        boolean noMember() {
            return true;
        }

        @AuthorizeChannel("presence-room")
        private PresenceMember hidden() {
            return PresenceMember.of("x");
        }

        @AuthorizeChannel({})
        boolean noPattern() {
            return true;
        }

        @AuthorizeChannel("orders.{id}")
        boolean publicChannel(String id) {
            return true;
        }
    }
}
