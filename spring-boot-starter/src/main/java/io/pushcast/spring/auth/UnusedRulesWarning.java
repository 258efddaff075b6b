package io.pushcast.spring.auth;

import io.pushcast.auth.AuthenticateUser;
import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.UserRule;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Tells, at the start, of rules that nobody asks, since there is no app to sign for. */
final class UnusedRulesWarning implements SmartInitializingSingleton {

    private static final Logger log = LoggerFactory.getLogger(UnusedRulesWarning.class);

    private final ConfigurableListableBeanFactory beans;

    UnusedRulesWarning(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void afterSingletonsInstantiated() {
        List<String> rules = Stream.of(
                        methods(AuthorizeChannel.class),
                        methods(AuthenticateUser.class),
                        names(ChannelRulesBuilderCustomizer.class),
                        names(UserRule.class))
                .flatMap(each -> each)
                .distinct()
                .toList();
        if (!rules.isEmpty()) {
            log.warn(
                    "Nobody asks {}: the endpoints for channels and users sign for the app without a name, and there are only"
                            + " apps with names, so that there are no endpoints. Set the app that they sign for by"
                            + " pushcast.url (or its parts) in place of its name below pushcast.apps; or, if endpoints of"
                            + " your own do that, pushcast.auth.enabled=false.",
                    rules);
        }
    }

    private Stream<String> names(Class<?> type) {
        return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false))
                .map(name -> type.getSimpleName() + " " + name);
    }

    private <A extends Annotation> Stream<String> methods(Class<A> annotationType) {
        return new BeanMethods<>(beans, annotationType).find().stream().map(BeanMethods.Found::description);
    }
}
