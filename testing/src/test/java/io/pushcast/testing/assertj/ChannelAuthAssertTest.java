package io.pushcast.testing.assertj;

import static io.pushcast.testing.assertj.PushcastAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.pushcast.auth.AuthDecision;
import io.pushcast.auth.ChannelRule;
import io.pushcast.auth.ChannelRules;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ChannelAuthAssertTest {

    private final ChannelRules<String> rules = ChannelRules.<String>builder()
            .rule("private-orders.{customerId}", ChannelRule.when(r -> r.user().equals(r.parameter("customerId"))))
            .rule("presence-room.{room}", ChannelRule.of(r -> AuthDecision.member(r.user(), null)))
            .rule("private-encrypted-room.{room}", ChannelRule.when(r -> true))
            .rule("private-broken", ChannelRule.when(r -> {
                throw new IllegalStateException("no database");
            }))
            .build();

    @Test
    void knowsWhoCanJoinWhat() {
        assertThat(rules)
                .cannotJoin("private-orders.c-7")
                .as("c-7")
                .canJoin("private-orders.c-7")
                .cannotJoin("private-orders.c-8")
                .cannotJoin("private-unknown")
                .canJoin("private-encrypted-room.1")
                .canJoinAsMember("presence-room.1", "c-7")
                .asNobody()
                .cannotJoin("presence-room.1");
    }

    @Test
    void saysWhatWasDifferent() {
        fails(
                () -> assertThat(rules).as("c-7").canJoin("private-orders.c-8"),
                "Expected that c-7 can join private-orders.c-8, but the endpoint answers 403: ");
        fails(
                () -> assertThat(rules).as("c-7").cannotJoin("private-orders.c-7"),
                "Expected that c-7 can't join private-orders.c-7, but the endpoint allows it");
        fails(
                () -> assertThat(rules).canJoin("private-orders.c-7"),
                "Expected that nobody can join private-orders.c-7, but the endpoint answers 401: ");
        fails(
                () -> assertThat(rules).as("ann").canJoinAsMember("presence-room.1", "bob"),
                "Expected that ann joins presence-room.1 as member bob, but it would be as member ann");
        fails(
                () -> assertThat(rules).as("c-7").canJoinAsMember("private-orders.c-7", "c-7"),
                "Expected that c-7 joins private-orders.c-7 as member c-7, but only presence channels have members");
    }

    @Test
    void takesNoMistakeForARefusal() {
        fails(
                () -> assertThat(rules).as("c-7").cannotJoin("private-broken"),
                "Expected that c-7 is refused private-broken with 401 or 403, but the endpoint answers 500: ");
        fails(
                () -> assertThat(rules).as("c-7").cannotJoin("private-or ders"),
                "Expected that c-7 is refused private-or ders with 401 or 403, but the endpoint answers 400: ");
    }

    private static void fails(ThrowingCallable assertion, String message) {
        assertThatExceptionOfType(AssertionError.class).isThrownBy(assertion).withMessageStartingWith(message);
    }
}
