package io.pushcast.quarkus.deployment.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.PresenceMember;
import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.quarkus.runtime.auth.InvocationThread;
import io.pushcast.quarkus.runtime.auth.RuleArgument.Source;
import io.quarkus.arc.processor.BeanArchives;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.math.BigDecimal;
import java.security.Principal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.jandex.Index;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleMethodTest {

    @Test
    void findsWhereEachArgumentComesFrom() {
        RuleMethod rule = rule("everything");

        assertThat(rule.patterns()).extracting(Object::toString).containsExactly("private-{a}.{b}.{c}.{d}");
        assertThat(rule.called().parameters())
                .extracting(RuleParameter::source, RuleParameter::name)
                .containsExactly(
                        tuple(Source.IDENTITY, ""),
                        tuple(Source.PARAMETER, "c"),
                        tuple(Source.PARAMETER, "a"),
                        tuple(Source.PRINCIPAL, ""),
                        tuple(Source.PARAMETER, "b"),
                        tuple(Source.PARAMETER, "d"),
                        tuple(Source.CHANNEL, ""),
                        tuple(Source.SOCKET, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text     | -
            number   | java.lang.Integer.valueOf(String)
            uuid     | java.util.UUID.fromString(String)
            constant | io.pushcast.quarkus.deployment.auth.RuleMethodTest$Size.valueOf(String)
            date     | java.time.LocalDate.parse(CharSequence)
            decimal  | java.math.BigDecimal.<init>(String)
            record   | io.pushcast.quarkus.deployment.auth.RuleMethodTest$Sku.<init>(String)
            factory  | io.pushcast.quarkus.deployment.auth.RuleMethodTest$Shelf.of(String)
            bean     | converter of io.pushcast.quarkus.deployment.auth.RuleMethodTest$Shop
            """)
    void findsWhatMakesAnArgumentFromAText(String method, String expected) {
        ParameterConversion conversion =
                rule(method).called().parameters().get(0).conversion();

        assertThat(conversion == null ? "-" : describe(conversion)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "text, WORKER",
        "later, EVENT_LOOP",
        "completed, EVENT_LOOP",
        "laterAndBlocking, WORKER",
        "laterInATransaction, WORKER",
        "atOnce, EVENT_LOOP",
        "virtual, VIRTUAL"
    })
    void callsAMethodWhereQuarkusWouldCallIt(String method, InvocationThread thread) {
        assertThat(rule(method).called().thread()).isEqualTo(thread);
    }

    @Test
    void takesTheAnnotationOfTheClassIfTheMethodHasNone() {
        assertThat(rule(NonBlockingRules.class, "rule").called().thread()).isEqualTo(InvocationThread.EVENT_LOOP);
        assertThat(rule(NonBlockingRules.class, "blocking").called().thread()).isEqualTo(InvocationThread.WORKER);
    }

    @Test
    void takesSeveralPatternsForOneMethod() {
        assertThat(rule("several").patterns())
                .extracting(Object::toString)
                .containsExactly("private-orders.{id}", "presence-orders.{id}");
    }

    @Test
    void takesADecisionThatComesLater() {
        assertThat(rule("later").called().parameters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            unknownParameter(String) | the parameter 'customer' of the method is none of the pattern 'private-orders.{customerId}', which has customerId; others can only be SecurityIdentity, Principal, ChannelName or SocketId
            missingInOne(String)     | the parameter 'id' of the method is none of the pattern 'private-all', which has none; others can only be SecurityIdentity, Principal, ChannelName or SocketId
            wrongType(Optional)      | the parameter 'id' is a java.util.Optional<java.lang.String>; a part of a channel's name can be a String, a number, an enum, a type with a static method fromString, valueOf, of or parse, or a constructor, that takes a String, or one for which a bean is a MicroProfile Converter
            lenient(boolean)         | the parameter 'id' is a boolean; a part of a channel's name can be a String, a number, an enum, a type with a static method fromString, valueOf, of or parse, or a constructor, that takes a String, or one for which a bean is a MicroProfile Converter
            twoConverters(Twice)     | the parameter 'id' is a io.pushcast.quarkus.deployment.auth.RuleMethodTest$Twice, and there are 2 beans that are a Converter to it; there must be one
            wrongResult(String)      | it returns java.lang.String; it must return boolean, PresenceMember (null refuses) or AuthDecision, or an Optional, CompletionStage or Uni of these
            noMember()               | it returns boolean, and 'presence-room' is for presence channels, whose subscribers see who joins; it must return PresenceMember (null refuses) or AuthDecision
            hidden()                 | it is private, so that nothing can call it; leave that out
            noPattern()              | it names no channel; it needs at least one pattern
            bothWays()               | it is both @Blocking and @NonBlocking; leave one of them out
            """)
    void saysWhatIsWrong(String method, String problem) {
        assertThatThrownBy(() -> rule(method.substring(0, method.indexOf('('))))
                .isInstanceOf(InvalidRuleException.class)
                .hasMessage("@AuthorizeChannel on " + Rules.class.getName() + "."
                        + method.replace("Twice", "RuleMethodTest$Twice") + ": " + problem);
    }

    @Test
    void refusesAPatternThatIsNone() {
        assertThatThrownBy(() -> rule("publicChannel"))
                .isInstanceOf(InvalidRuleException.class)
                .hasMessageContaining("publicChannel(String)")
                .hasMessageContaining("orders.{id}");
    }

    private static String describe(ParameterConversion conversion) {
        return conversion instanceof ParameterConversion.ByFactory byFactory
                ? InvalidRuleException.describe(byFactory.factory())
                : ((ParameterConversion.ByBean) conversion).bean();
    }

    private static RuleMethod rule(String name) {
        return rule(Rules.class, name);
    }

    private static RuleMethod rule(Class<?> rules, String name) {
        try {
            Index index = Index.of(rules, Size.class, Sku.class, Shelf.class, Shop.class, Twice.class);
            MethodInfo method = index.getClassByName(rules).methods().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            return RuleMethod.of(
                    method.annotation(RuleMethod.AUTHORIZE_CHANNEL),
                    new ParameterConversions(
                            BeanArchives.buildComputingBeanArchiveIndex(
                                    RuleMethodTest.class.getClassLoader(), new ConcurrentHashMap<>(Map.of()), index),
                            RuleMethodTest::convertersTo));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> convertersTo(Type type) {
        String name = type.name().toString();
        if (name.equals(Shop.class.getName())) {
            return List.of("converter of " + name);
        }
        return name.equals(Twice.class.getName()) ? List.of("one", "other") : List.of();
    }

    enum Size {
        SMALL
    }

    record Sku(String value) {}

    record Shelf(int number) {

        static Shelf of(String text) {
            return new Shelf(Integer.parseInt(text));
        }
    }

    record Shop(int number) {}

    record Twice(int number) {}

    @NonBlocking
    @SuppressWarnings("unused")
    static class NonBlockingRules {

        @AuthorizeChannel("private-a")
        boolean rule() {
            return true;
        }

        @Blocking
        @AuthorizeChannel("private-b")
        boolean blocking() {
            return true;
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

        @AuthorizeChannel("private-{id}")
        boolean text(String id) {
            return true;
        }

        @AuthorizeChannel("private-{id}")
        boolean number(int id) {
            return true;
        }

        @AuthorizeChannel("private-{id}")
        boolean uuid(UUID id) {
            return true;
        }

        @AuthorizeChannel("private-{id}")
        boolean constant(Size id) {
            return true;
        }

        @AuthorizeChannel("private-{id}")
        boolean date(LocalDate id) {
            return true;
        }

        @AuthorizeChannel("private-{id...}")
        boolean decimal(BigDecimal id) {
            return true;
        }

        @AuthorizeChannel("private-{id}")
        boolean record(Sku id) {
            return true;
        }

        @AuthorizeChannel("private-{id}")
        boolean factory(Shelf id) {
            return true;
        }

        @AuthorizeChannel("private-{id}")
        boolean bean(Shop id) {
            return true;
        }

        @AuthorizeChannel("private-later")
        CompletableFuture<Boolean> completed() {
            return CompletableFuture.completedFuture(true);
        }

        @Blocking
        @AuthorizeChannel("private-later")
        Uni<Boolean> laterAndBlocking() {
            return Uni.createFrom().item(true);
        }

        @Transactional
        @AuthorizeChannel("private-later")
        Uni<Boolean> laterInATransaction() {
            return Uni.createFrom().item(true);
        }

        @NonBlocking
        @AuthorizeChannel("private-now")
        boolean atOnce() {
            return true;
        }

        @RunOnVirtualThread
        @AuthorizeChannel("private-now")
        boolean virtual() {
            return true;
        }

        @Blocking
        @NonBlocking
        @AuthorizeChannel("private-now")
        boolean bothWays() {
            return true;
        }

        @AuthorizeChannel("private-orders.{id}")
        boolean lenient(boolean id) {
            return true;
        }

        @AuthorizeChannel("private-orders.{id}")
        boolean twoConverters(Twice id) {
            return true;
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
