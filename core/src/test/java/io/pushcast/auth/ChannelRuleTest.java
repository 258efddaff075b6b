package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelRuleTest {

    @Test
    void allowsWhatTheConditionHoldsForAndDeniesTheRest() {
        ChannelRule<String> rule = ChannelRule.when(request -> request.user().equals(request.parameter("customerId")));

        assertThat(rule.decide(request("7"))).isCompletedWithValue(AuthDecision.allow());
        assertThat(rule.decide(request("8"))).isCompletedWithValue(AuthDecision.deny());
    }

    @Test
    void decidesAtOnceWhatTheFunctionSays() {
        AuthDecision member = AuthDecision.member(PresenceMember.of("7", "Anna"));

        assertThat(ChannelRule.<String>of(request -> member).decide(request("7")))
                .isCompletedWithValue(member);
    }

    private static ChannelRequest<String> request(String user) {
        return new ChannelRequest<>(
                user, ChannelName.of("private-orders.7"), SocketId.of("1.2"), Map.of("customerId", "7"));
    }
}
