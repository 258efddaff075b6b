package io.pushcast.testing.protocol;

import io.pushcast.auth.AuthLimits;
import io.pushcast.message.Limits;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** What one server was started with. The secret stays inside the signer. */
public record ServerSettings(
        String appId,
        AppSigner signer,
        Limits limits,
        AuthLimits authLimits,
        int maxMembers,
        Clock clock,
        Duration activityTimeout,
        int clientEventsPerSecond,
        Duration cacheTime,
        boolean subscriptionCounts,
        Set<String> allowedOrigins) {

    public String key() {
        return signer.key();
    }
}
