package io.pushcast.spring.web;

import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastBuilderCustomizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Mono;

/**
 * What goes {@linkplain io.pushcast.PublishOptions#toOthers to others} leaves out the connection that the client named in the
 * header {@code X-Socket-ID} of its request, see {@link CurrentSocket}. A header that names no socket id is ignored: a wrong
 * header is no reason to refuse an order.
 */
@AutoConfiguration(before = PushcastAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "pushcast.enabled", matchIfMissing = true)
public final class PushcastWebAutoConfiguration {

    /** First, so that the application's customizers may say otherwise. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    PushcastBuilderCustomizer currentSocketPushcast() {
        return builder -> builder.currentSocket(() -> CurrentSocket.get().orElse(null));
    }

    /** On Spring MVC. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({DispatcherServlet.class, OncePerRequestFilter.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static final class ServletConfiguration {

        @Bean
        CurrentSocketFilter pushcastCurrentSocketFilter() {
            return new CurrentSocketFilter();
        }

        @Bean
        EndpointPathsCheck pushcastEndpointPathsCheck(
                ObjectProvider<EndpointPaths> endpoints, ObjectProvider<RequestMappingHandlerMapping> mappings) {
            return new EndpointPathsCheck(endpoints, () -> taken(mappings));
        }

        private static Map<String, String> taken(ObjectProvider<RequestMappingHandlerMapping> mappings) {
            Map<String, String> taken = new HashMap<>();
            mappings.stream()
                    .forEach(mapping -> mapping.getHandlerMethods().forEach((info, method) -> {
                        Set<RequestMethod> verbs = info.getMethodsCondition().getMethods();
                        for (RequestMethod verb : verbs.isEmpty() ? Set.of(RequestMethod.values()) : verbs) {
                            info.getDirectPaths().forEach(path -> taken.put(verb + " " + path, method.toString()));
                        }
                    }));
            return taken;
        }
    }

    /** On Spring WebFlux. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({WebFilter.class, Mono.class, DispatcherHandler.class})
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static final class ReactiveConfiguration {

        @Bean
        CurrentSocketWebFilter pushcastCurrentSocketFilter() {
            return new CurrentSocketWebFilter();
        }

        @Bean
        EndpointPathsCheck pushcastEndpointPathsCheck(
                ObjectProvider<EndpointPaths> endpoints,
                ObjectProvider<org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping>
                        mappings) {
            return new EndpointPathsCheck(endpoints, () -> taken(mappings));
        }

        private static Map<String, String> taken(
                ObjectProvider<org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping>
                        mappings) {
            Map<String, String> taken = new HashMap<>();
            mappings.stream()
                    .forEach(mapping -> mapping.getHandlerMethods().forEach((info, method) -> {
                        Set<RequestMethod> verbs = info.getMethodsCondition().getMethods();
                        for (RequestMethod verb : verbs.isEmpty() ? Set.of(RequestMethod.values()) : verbs) {
                            info.getDirectPaths().forEach(path -> taken.put(verb + " " + path, method.toString()));
                        }
                    }));
            return taken;
        }
    }
}
