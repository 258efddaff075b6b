package io.pushcast.testing;

import io.pushcast.auth.AuthLimits;
import io.pushcast.message.Limits;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** What one server was started with. The secret stays inside the signer. */
record ServerSettings(
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

    String key() {
        return signer.key();
    }
}
