package io.pushcast.spring.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.auth.AuthorizeChannel;
import io.pushcast.auth.ChannelRule;
import io.pushcast.spring.AuthorizedChannels;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.Advisor;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.samples.petclinic.PetChannels;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** What can't be a rule fails the start, in words. */
class ChannelRuleMethodsTest {

    private final WebApplicationContextRunner application = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    WebMvcAutoConfiguration.class,
                    PushcastAutoConfiguration.class,
                    PushcastAuthAutoConfiguration.class))
            .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1");

    static class UnknownParameter {
        @AuthorizeChannel("private-orders.{customerId}")
        boolean rule(String customer) {
            return true;
        }
    }

    static class Unconvertible {
        @AuthorizeChannel("private-orders.{customerId}")
        boolean rule(Runnable customerId) {
            return true;
        }
    }

    static class WrongPattern {
        @AuthorizeChannel("orders.{customerId}")
        boolean rule(String customerId) {
            return true;
        }
    }

    static class WrongResult {
        @AuthorizeChannel("private-orders")
        String rule() {
            return "yes";
        }
    }

    static class NobodyJoins {
        @AuthorizeChannel("presence-room")
        boolean rule() {
            return true;
        }
    }

    static class Once {
        @AuthorizeChannel("private-orders")
        boolean once() {
            return true;
        }
    }

    static class Twice {
        @AuthorizeChannel("private-orders")
        boolean twice() {
            return true;
        }
    }

    static class Absent {}

    static class OfALibrary {
        void use(Absent absent) {}
    }

    @Test
    void startsWithBeansThatCannotBeLookedInto() throws Exception {
        Constructor<?> constructor =
                new WithoutAbsent().loadClass(OfALibrary.class.getName()).getDeclaredConstructor();
        constructor.setAccessible(true);
        Object bean = constructor.newInstance();
        application
                .withInitializer(context -> context.getBeanFactory().registerSingleton("ofALibrary", bean))
                .withBean(Once.class)
                .run(context -> assertThat(
                                context.getBean(AuthorizedChannels.class).authorizers())
                        .containsOnlyKeys("private-orders"));
    }

    /** Where {@link OfALibrary} is, and {@link Absent} is not. */
    private static final class WithoutAbsent extends ClassLoader {

        WithoutAbsent() {
            super(ChannelRuleMethodsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Absent.class.getName())) {
                throw new ClassNotFoundException(name);
            }
            return name.equals(OfALibrary.class.getName()) ? define(name) : super.loadClass(name, resolve);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void namesMethodAndPatternOfAnUnknownParameter() {
        failsWith(
                UnknownParameter.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.ChannelRuleMethodsTest$UnknownParameter.rule(String) has"
                        + " the parameter 'customer', and the pattern 'private-orders.{customerId}' has customerId.");
    }

    @Test
    void namesATypeThatNothingConvertsTo() {
        failsWith(
                Unconvertible.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.ChannelRuleMethodsTest$Unconvertible.rule(Runnable) has the"
                        + " parameter 'customerId' of type java.lang.Runnable, and nothing converts a text to that.");
    }

    @Test
    void quotesAPatternThatIsWrong() {
        failsWith(
                WrongPattern.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.ChannelRuleMethodsTest$WrongPattern.rule(String) has a"
                        + " wrong pattern: ");
    }

    @Test
    void refusesAResultThatMeansNothing() {
        failsWith(
                WrongResult.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.ChannelRuleMethodsTest$WrongResult.rule() returns"
                        + " java.lang.String.");
    }

    @Test
    void asksWhoJoinsAPresenceChannel() {
        failsWith(
                NobodyJoins.class,
                "The @AuthorizeChannel method io.pushcast.spring.auth.ChannelRuleMethodsTest$NobodyJoins.rule() returns boolean"
                        + " and decides about the presence channels 'presence-room', whose members see who is there.");
    }

    @Test
    void namesBothMethodsWithTheSamePattern() {
        application
                .withBean(Once.class)
                .withBean(Twice.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageContaining("decide about 'private-orders'")
                        .hasMessageContaining("$Once.once()")
                        .hasMessageContaining("$Twice.twice()"));
    }

    @Test
    void namesARuleThatCouldNeverDecide() {
        application
                .withBean(Once.class)
                .withBean(
                        ChannelRulesBuilderCustomizer.class,
                        () -> rules -> rules.rule("private-{any...}", ChannelRule.when(request -> true)))
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageStartingWith("The rule for 'private-orders' could never decide"));
    }

    @Test
    void saysWhatDecidesAboutWhichChannelsInTheOrderInWhichItIsAsked() {
        application
                .withBean(Once.class)
                .withBean(
                        ChannelRulesBuilderCustomizer.class,
                        () -> rules -> rules.rule("private-admin", ChannelRule.when(request -> true)))
                .run(context -> assertThat(
                                context.getBean(AuthorizedChannels.class).authorizers())
                        .hasToString("{private-admin=ChannelRulesBuilderCustomizer," + " private-orders=Once.once}"));
    }

    @Test
    void findsMethodsOfBeansThatAreLazy() {
        application
                .withBean(UnknownParameter.class, UnknownParameter::new, definition -> definition.setLazyInit(true))
                .run(context -> assertThat(context).hasFailed());
    }

    interface Rules {
        String other();
    }

    static class BehindAnInterface implements Rules {
        @Override
        public String other() {
            return "";
        }

        @AuthorizeChannel("private-orders")
        public boolean rule() {
            return true;
        }
    }

    static class Private {
        @AuthorizeChannel("private-orders")
        private boolean rule() {
            return true;
        }
    }

    @Test
    void callsABeanThroughItsProxy() {
        AtomicInteger calls = new AtomicInteger();
        proxied(Once.class, true, calls).run(context -> {
            assertThat(AopUtils.isCglibProxy(context.getBean(Once.class))).isTrue();
            assertThat(ask(context, "private-orders")).isEqualTo(200);
            assertThat(calls).hasValue(1);
        });
    }

    @Test
    void namesAMethodThatAProxyHides() {
        proxied(BehindAnInterface.class, false, new AtomicInteger())
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageContaining(
                                "$BehindAnInterface.rule() can't be called through the proxy of its bean: "));
        proxied(Private.class, true, new AtomicInteger())
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageContaining("$Private.rule() can't be called through the proxy of its bean: "));
    }

    @Test
    void asksABeanOfTheRequestsScope() {
        application.withUserConfiguration(RequestScoped.class).run(context -> {
            RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
            try {
                assertThat(ask(context, "private-orders")).isEqualTo(200);
            } finally {
                RequestContextHolder.resetRequestAttributes();
            }
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class RequestScoped {
        @Bean
        @Scope(scopeName = "request", proxyMode = ScopedProxyMode.TARGET_CLASS)
        Once once() {
            return new Once();
        }
    }

    private WebApplicationContextRunner proxied(Class<?> bean, boolean byClass, AtomicInteger calls) {
        return application
                .withBean("rules", bean)
                .withBean("counting", MethodInterceptor.class, () -> call -> {
                    calls.incrementAndGet();
                    return call.proceed();
                })
                .withBean(BeanNameAutoProxyCreator.class, () -> {
                    BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
                    creator.setBeanNames("rules");
                    creator.setInterceptorNames("counting");
                    creator.setProxyTargetClass(byClass);
                    return creator;
                });
    }

    private static int ask(ApplicationContext context, String channel) {
        return context.getBean(ChannelAuthorization.class)
                .handle(Map.of("socket_id", List.of("1.1"), "channel_name", List.of(channel)), () -> "alice")
                .toCompletableFuture()
                .join()
                .status();
    }

    @Test
    void hasNoEndpointWhereItIsTurnedOff() {
        application
                .withPropertyValues("pushcast.auth.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(AuthEndpoint.class));
        application
                .withPropertyValues("pushcast.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AuthEndpoint.class));
    }

    @Test
    void areFoundInAnApplicationBelowSpringsOwnPackage() {
        application
                .withBean(PetChannels.class)
                .run(context -> assertThat(
                                context.getBean(AuthorizedChannels.class).authorizers())
                        .containsEntry("private-pets.{owner}", "PetChannels.canSee"));
    }

    @Test
    void hasNoEndpointWhereThereIsNoWeb() {
        new ApplicationContextRunner()
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.web", "org.springframework.http", "jakarta"))
                .withConfiguration(
                        AutoConfigurations.of(PushcastAutoConfiguration.class, PushcastAuthAutoConfiguration.class))
                .withPropertyValues("pushcast.url=http://k:s@localhost:6001/apps/1")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ChannelAuthorization.class));
    }

    private void failsWith(Class<?> bean, String words) {
        application
                .withBean(bean)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessageStartingWith(words));
    }

    static class Final {
        @AuthorizeChannel("private-orders")
        final boolean rule() {
            return true;
        }
    }

    static class Static {
        @AuthorizeChannel("private-orders")
        static boolean rule() {
            return true;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class ProxiesForAll {

        /** As method security and transactions have it. */
        @Bean
        static DefaultAdvisorAutoProxyCreator proxies() {
            DefaultAdvisorAutoProxyCreator proxies = new DefaultAdvisorAutoProxyCreator();
            proxies.setProxyTargetClass(true);
            return proxies;
        }

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static Advisor advisor() {
            StaticMethodMatcherPointcut rules = new StaticMethodMatcherPointcut() {
                @Override
                public boolean matches(Method method, Class<?> type) {
                    return type.getEnclosingClass() == ChannelRuleMethodsTest.class;
                }
            };
            return new DefaultPointcutAdvisor(rules, (MethodInterceptor) MethodInvocation::proceed);
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Final.class, Static.class})
    void refusesAMethodThatTheProxyOfItsBeanCannotIntercept(Class<?> rules) {
        application
                .withUserConfiguration(ProxiesForAll.class)
                .withBean(rules)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(PushcastConfigurationException.class)
                        .hasMessage("The @AuthorizeChannel method " + rules.getName()
                                + ".rule() can't be intercepted by the proxy of its bean: it is "
                                + rules.getSimpleName().toLowerCase(Locale.ROOT)
                                + ", so that method security and transactions would be skipped."));
    }

    @ParameterizedTest
    @ValueSource(classes = {Final.class, Static.class})
    void takesSuchAMethodOfABeanWithoutAProxy(Class<?> rules) {
        application
                .withBean(rules)
                .run(context -> assertThat(
                                context.getBean(AuthorizedChannels.class).authorizers())
                        .containsOnlyKeys("private-orders"));
    }

    @Test
    void takesMethodsThatTheProxyIntercepts() {
        application
                .withUserConfiguration(ProxiesForAll.class)
                .withBean(Once.class)
                .run(context -> {
                    assertThat(AopUtils.isCglibProxy(context.getBean(Once.class)))
                            .isTrue();
                    assertThat(context.getBean(AuthorizedChannels.class).authorizers())
                            .containsOnlyKeys("private-orders");
                });
    }
}
