package io.pushcast.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.pushcast.mapping.PublishTo;
import io.pushcast.spring.PushcastAutoConfiguration;
import io.pushcast.spring.PushcastEmbeddedAutoConfiguration;
import io.pushcast.spring.event.PushcastEventAutoConfiguration;
import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.RecordedEvent;
import io.pushcast.testing.RecordingPublisher;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.TestContextManager;

/** Test methods of one context that run at the same time, as JUnit runs them with {@code parallel.enabled=true}. */
class ParallelTestsTest {

    private static final int ROUNDS = 30;

    @PublishTo(channel = "things.{id}")
    record ThingHappened(String id) {}

    @SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    @RecordPublications
    static class Recording {

        void test() {}
    }

    @SpringBootTest(classes = Application.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    static class OnServer {

        void test() {}
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        PushcastEmbeddedAutoConfiguration.class,
        PushcastAutoConfiguration.class,
        PushcastEventAutoConfiguration.class,
        JacksonAutoConfiguration.class
    })
    static class Application {}

    /** A test method, as JUnit would call it. */
    private interface Body {
        void run(ApplicationContext context) throws Exception;
    }

    private static void run(TestContextManager manager, Class<?> type, Body body) throws Exception {
        Object test = type.getDeclaredConstructor().newInstance();
        Method method = type.getDeclaredMethod("test");
        manager.prepareTestInstance(test);
        manager.beforeTestMethod(test, method);
        try {
            body.run(manager.getTestContext().getApplicationContext());
        } finally {
            manager.afterTestMethod(test, method, null);
        }
    }

    private static void runTwice(Class<?> type, java.util.function.IntFunction<Body> body) throws Exception {
        TestContextManager manager = new TestContextManager(type);
        manager.getTestContext().getApplicationContext();
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> tests = List.of(
                    threads.submit(() -> rounds(new TestContextManager(type), type, together, body.apply(1))),
                    threads.submit(() -> rounds(new TestContextManager(type), type, together, body.apply(2))));
            for (Future<?> test : tests) {
                test.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void rounds(TestContextManager manager, Class<?> type, CyclicBarrier together, Body body)
            throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            together.await(60, TimeUnit.SECONDS);
            run(manager, type, body);
        }
        return null;
    }

    @Test
    void eachSeesWhatItPublishesItself() throws Exception {
        runTwice(Recording.class, number -> context -> {
            RecordingPublisher published = context.getBean(RecordingPublisher.class);
            context.publishEvent(new ThingHappened("of-" + number));
            Thread.yield();
            assertThat(published.events()).extracting(RecordedEvent::channel).containsExactly("things.of-" + number);
        });
    }

    @Test
    void noneLosesWhatTheSharedServerHasReceived() throws Exception {
        runTwice(OnServer.class, number -> context -> {
            context.publishEvent(new ThingHappened("of-" + number));
            assertThat(context.getBean(EmbeddedPusher.class)
                            .await(
                                    events -> events.stream()
                                            .anyMatch(event -> event.channel().equals("things.of-" + number)),
                                    java.time.Duration.ofSeconds(20)))
                    .isTrue();
        });
    }
}
