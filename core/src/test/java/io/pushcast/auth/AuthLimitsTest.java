package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AuthLimitsTest {

    @Test
    void arePushersUnlessSaidOtherwise() {
        assertThat(AuthLimits.PUSHER).isEqualTo(new AuthLimits(164, 128, 1_024, 100, 100));
        assertThat(AuthLimits.PUSHER).isEqualTo(new AuthLimits(164, 128, 1_024));
    }

    @Test
    void areAtLeastOne() {
        assertThat(new AuthLimits(1, 1, 1).maxUserInfoBytes()).isEqualTo(1);
        assertThatThrownBy(() -> new AuthLimits(0, 1, 1)).hasMessage("maxChannelNameLength must be at least 1, not 0");
        assertThatThrownBy(() -> new AuthLimits(1, 0, 1)).hasMessage("maxUserIdLength must be at least 1, not 0");
        assertThatThrownBy(() -> new AuthLimits(1, 1, 1, 0, 1))
                .hasMessage("maxWatchlistSize must be at least 1, not 0");
        assertThatThrownBy(() -> new AuthLimits(1, 1, 1, 1, 0))
                .hasMessage("maxChannelsPerForm must be at least 1, not 0");
        assertThatThrownBy(() -> new AuthLimits(1, 1, -1)).hasMessage("maxUserInfoBytes must be at least 1, not -1");
    }
}
