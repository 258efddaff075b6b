package io.pushcast.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.message.ChannelName;
import io.pushcast.message.SocketId;
import io.pushcast.pusher.PusherApp;
import org.junit.jupiter.api.Test;

class ChannelSignerTest {

    private final ChannelSigner signer = new ChannelSigner(PusherApp.builder()
            .appId("3")
            .key("278d425bdf160c739803")
            .secret("7ad3773142a6692b25b8")
            .cluster("mt1")
            .build());

    /** https://pusher.com/docs/channels/library_auth_reference/auth-signatures/#worked-example */
    @Test
    void signsTheExampleOfPushersDocumentation() {
        assertThat(signer.auth(SocketId.of("1234.1234"), ChannelName.of("private-foobar"), null))
                .isEqualTo("278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4");
    }

    @Test
    void signsPresenceDataAsThoseBytesThatAreAnswered() {
        String data = "{\"user_id\":\"ü\"}";

        assertThat(signer.auth(SocketId.of("1.2"), ChannelName.of("presence-a"), data))
                .isEqualTo("278d425bdf160c739803:"
                        + com.pusher.rest.SignatureUtil.sign("1.2:presence-a:" + data, "7ad3773142a6692b25b8"));
    }

    @Test
    void doesNotShowTheSecret() {
        assertThat(signer.toString()).doesNotContain("7ad3773142a6692b25b8");
    }
}
