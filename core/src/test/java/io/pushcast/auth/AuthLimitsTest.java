package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pushcast.pusher.ServerProfile;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AuthLimitsTest {

    @Test
    void arePushersUnlessSaidOtherwise() {
        assertThat(AuthLimits.PUSHER)
                .isEqualTo(new AuthLimits(164, 128, 1_024, 100, 100, Duration.ofSeconds(10)))
                .isEqualTo(AuthLimits.of(ServerProfile.PUSHER));
    }

    @Test
    void areThoseOfAServer() {
        assertThat(AuthLimits.of(ServerProfile.SOKETI))
                .isEqualTo(AuthLimits.PUSHER.withMaxChannelNameLength(200).withMaxUserInfoBytes(2_048));
        for (ServerProfile server : ServerProfile.values()) {
            assertThat(AuthLimits.of(server).maxChannelNameLength())
                    .isEqualTo(server.limits().maxChannelNameLength());
        }
    }

    @Test
    void canBeChangedOneByOne() {
        assertThat(AuthLimits.PUSHER
                        .withMaxChannelNameLength(1)
                        .withMaxUserIdLength(2)
                        .withMaxUserInfoBytes(3)
                        .withMaxWatchlistSize(4)
                        .withMaxChannelsPerForm(5)
                        .withMaxDecisionTime(Duration.ofMillis(6)))
                .isEqualTo(new AuthLimits(1, 2, 3, 4, 5, Duration.ofMillis(6)));
    }

    @Test
    void areAtLeastOne() {
        AuthLimits limits = AuthLimits.PUSHER;

        assertThat(limits.withMaxUserInfoBytes(1).maxUserInfoBytes()).isEqualTo(1);
        assertThatThrownBy(() -> limits.withMaxChannelNameLength(0))
                .hasMessage("maxChannelNameLength must be at least 1, not 0");
        assertThatThrownBy(() -> limits.withMaxUserIdLength(0)).hasMessage("maxUserIdLength must be at least 1, not 0");
        assertThatThrownBy(() -> limits.withMaxUserInfoBytes(-1))
                .hasMessage("maxUserInfoBytes must be at least 1, not -1");
        assertThatThrownBy(() -> limits.withMaxWatchlistSize(0))
                .hasMessage("maxWatchlistSize must be at least 1, not 0");
        assertThatThrownBy(() -> limits.withMaxChannelsPerForm(0))
                .hasMessage("maxChannelsPerForm must be at least 1, not 0");
        assertThatThrownBy(() -> limits.withMaxDecisionTime(Duration.ofNanos(999_999)))
                .hasMessage("maxDecisionTime must be at least 1 ms, not PT0.000999999S");
    }
}
