package io.pushcast.quarkus.runtime.auth;

import io.pushcast.auth.AuthRequestReader;
import io.pushcast.auth.ChannelAuthEndpoint;
import io.pushcast.auth.ChannelPattern;
import io.pushcast.auth.ChannelRules;
import io.pushcast.auth.UserAuthEndpoint;
import io.pushcast.auth.UserRule;
import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.message.Limits;
import io.pushcast.pusher.PusherApp;
import io.pushcast.quarkus.runtime.ConfigMapper;
import io.pushcast.quarkus.runtime.EncryptionKeyBeans;
import io.pushcast.quarkus.runtime.PushcastConfig;
import io.quarkus.arc.DefaultBean;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The endpoints that answer clients. Each gives way to one of the application's own. */
@Singleton
public class AuthBeans {

    /** For the container. */
    public AuthBeans() {}

    /** Answers clients that ask to subscribe. */
    @Produces
    @Singleton
    @DefaultBean
    ChannelAuthEndpoint<SecurityIdentity> authEndpoint(
            PusherApp app,
            ChannelRules<SecurityIdentity> rules,
            JsonCodec json,
            Limits limits,
            PushcastConfig config,
            Instance<EncryptionKeys> encryption) {
        EncryptionKeys keys = EncryptionKeyBeans.find(encryption).orElse(null);
        if (keys == null) {
            checkWithoutKeys(rules);
        }
        return new ChannelAuthEndpoint<>(app, rules, json, ConfigMapper.authLimits(app, limits, config.limits()), keys);
    }

    private static void checkWithoutKeys(ChannelRules<SecurityIdentity> rules) {
        for (ChannelPattern pattern : rules.patterns()) {
            if (pattern.type().isEncrypted()) {
                throw new ConfigurationException(
                        "The rule for '" + pattern + "' is for encrypted channels, and there are no"
                                + " keys, without which subscribers can decrypt nothing; produce a bean of the type "
                                + EncryptionKeys.class.getName());
            }
        }
    }

    /** Answers clients that ask to sign in. */
    @Produces
    @Singleton
    @DefaultBean
    UserAuthEndpoint<SecurityIdentity> userAuthEndpoint(
            PusherApp app, UserRule<SecurityIdentity> rule, JsonCodec json, Limits limits, PushcastConfig config) {
        return new UserAuthEndpoint<>(app, rule, json, ConfigMapper.authLimits(app, limits, config.limits()));
    }

    /** Reads what clients ask. */
    @Produces
    @Singleton
    @DefaultBean
    AuthRequestReader requestReader(JsonCodec json, PushcastConfig config) {
        return ConfigMapper.authRequests(json, config.auth());
    }
}
