package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ApiResponseTest {

    @Test
    void showsNoBody() {
        assertThat(new PusherTransport.ApiResponse(200, "{\"user\":\"Ann\"}"))
                .hasToString("ApiResponse[200, 14 characters]");
    }
}
