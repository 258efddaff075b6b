package io.pushcast.spring.actuate;

import io.pushcast.Pushcast;
import io.pushcast.mapping.EventMappings;
import io.pushcast.outbox.Outbox;
import io.pushcast.spring.AuthorizedChannels;
import io.pushcast.spring.ConditionalOnAnyBean;
import io.pushcast.spring.event.KnownEvents;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The endpoint {@code pushcast}, and secrets masked in the endpoints {@code env} and {@code configprops}, whoever asks. */
@AutoConfiguration(after = PushcastEventAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
public final class PushcastEndpointAutoConfiguration {

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnMissingBean
    @ConditionalOnAnyBean(Pushcast.class)
    @ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
    PushcastEndpoint pushcastEndpoint(
            ListableBeanFactory beans,
            EventMappings mappings,
            ObjectProvider<KnownEvents> events,
            ObjectProvider<Outbox> outbox,
            ObjectProvider<AuthorizedChannels> channels) {
        KnownEvents known = events.getIfAvailable();
        return new PushcastEndpoint(
                BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, Pushcast.class),
                outbox.getIfAvailable(),
                new RouteDescriptions(mappings, known == null ? Set::of : known::types),
                () -> authorizers(channels));
    }

    private static Map<String, String> authorizers(ObjectProvider<AuthorizedChannels> channels) {
        Map<String, String> authorizers = new LinkedHashMap<>();
        channels.orderedStream().forEach(each -> each.authorizers().forEach(authorizers::putIfAbsent));
        return authorizers;
    }

    /** Without Pushcast, too: its properties may still be there. */
    @Bean
    SanitizingFunction pushcastSanitizingFunction() {
        return SanitizingFunction.sanitizeValue().ifKeyMatches(PushcastEndpointAutoConfiguration::isSecret);
    }

    /** Properties of ours, and the environment variables that people call after Pusher, however they are written. */
    private static boolean isSecret(String name) {
        String key = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return (key.startsWith("pushcast") || key.startsWith("pusher"))
                && (key.endsWith("secret") || key.endsWith("url") || key.endsWith("masterkey"));
    }
}
