package io.pushcast.spring.webhook;

import io.pushcast.encryption.EncryptionKeys;
import io.pushcast.json.JsonCodec;
import io.pushcast.pusher.PusherApp;
import io.pushcast.spring.ConditionalOnAnyBean;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import io.pushcast.webhook.WebhookEndpoint;
import io.pushcast.webhook.WebhookReader;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The endpoint {@code POST /pusher/webhook}, which Pusher calls when channels are occupied or vacated, members come and go,
 * and so on. What is signed with the secret of an app, also one of
 * {@code pushcast.apps}, is published as Spring's events, first the
 * {@link io.pushcast.webhook.Webhook} and then each {@link io.pushcast.webhook.WebhookEvent} of it, in their order; everything
 * else is refused with 401, 400 or 413, and the log says why.
 *
 * <pre>{@code
 * @EventListener
 * void arrived(WebhookEvent.MemberAdded arrival) {
 *     presence.add(arrival.channel(), arrival.userId());
 * }
 * }</pre>
 *
 * <p>Listeners are called before the answer, on Spring MVC in the thread of the request, on WebFlux in one that they may
 * block. Pusher waits for the answer a few seconds only: longer work belongs elsewhere. If a listener throws, Spring calls no
 * further listener for that event; the other events of the webhook are published nonetheless, and the answer is 500, so that
 * Pusher sends the whole webhook again, for five minutes: listeners hear of an event at least once, unless one before them
 * fails all the time. With {@code pushcast.webhook.drop-repeats=true} one that all of them have heard of is dropped when it
 * comes again. Where there are several apps, {@link io.pushcast.webhook.WebhookEvent#key} tells of which an event is.
 *
 * <p>A bean of the type {@link WebhookReader} takes the place of the one that is made here, for other keys for instance, and
 * a bean {@code pushcastWebhookRoute} that of the route.
 * Spring Security has to let anybody call the endpoint:
 * {@code requests.requestMatchers("/pusher/webhook").permitAll()}.
 */
@AutoConfiguration(after = PushcastAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
@ConditionalOnWebApplication
@ConditionalOnAnyBean(PusherApp.class)
@ConditionalOnBooleanProperty(name = "pushcast.webhook.enabled", matchIfMissing = true)
@EnableConfigurationProperties(PushcastWebhookProperties.class)
public final class PushcastWebhookAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    WebhookReader pushcastWebhookReader(
            ListableBeanFactory beans,
            JsonCodec json,
            ObjectProvider<EncryptionKeys> encryption,
            PushcastWebhookProperties properties) {
        try {
            WebhookReader.Builder reader = PushcastConfigurationException.checked(
                    "pushcast.webhook",
                    () -> WebhookReader.builder()
                            .json(json)
                            .replayWindow(properties.replayWindow())
                            .maxBodyBytes(properties.maxBytes()));
            // Those with a name too, and those of a parent context.
            BeanFactoryUtils.beansOfTypeIncludingAncestors(beans, PusherApp.class)
                    .values()
                    .forEach(reader::app);
            encryption.ifAvailable(reader::encryption);
            return reader.build();
        } catch (UnsupportedOperationException e) {
            throw new PushcastConfigurationException(
                    "Webhooks can't be read: " + e.getMessage() + ".",
                    "Let the JsonCodec bean read too, or turn webhooks off with pushcast.webhook.enabled=false.",
                    e);
        }
    }

    @Bean
    WebhookEndpoint pushcastWebhookEndpoint(
            WebhookReader reader, ApplicationEventPublisher events, PushcastWebhookProperties properties) {
        WebhookEndpoint endpoint = new WebhookEndpoint(reader, events::publishEvent, "pushcast.webhook.max-size");
        return properties.dropRepeats() ? endpoint.droppingRepeats() : endpoint;
    }

    /** On Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DispatcherServlet.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnMissingBean(name = "pushcastWebhookRoute")
    @Import(WebhookRouteConfiguration.class)
    static final class ServletConfiguration {

        @Bean
        RouterFunction<ServerResponse> pushcastWebhookRoute(
                PushcastWebhookProperties properties, WebhookEndpoint endpoint) {
            return ServletWebhookRoute.of(properties.checkedPath(), endpoint);
        }
    }

    /** On Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DispatcherHandler.class)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    @ConditionalOnMissingBean(name = "pushcastWebhookRoute")
    @Import(WebhookRouteConfiguration.class)
    static final class ReactiveConfiguration {

        @Bean
        org.springframework.web.reactive.function.server.RouterFunction<
                        org.springframework.web.reactive.function.server.ServerResponse>
                pushcastWebhookRoute(PushcastWebhookProperties properties, WebhookEndpoint endpoint) {
            return ReactiveWebhookRoute.of(properties.checkedPath(), endpoint);
        }
    }
}
