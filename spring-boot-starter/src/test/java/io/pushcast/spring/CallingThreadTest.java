package io.pushcast.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.OverridingClassLoader;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class CallingThreadTest {

    @Test
    void mayBlockUnlessItIsOneOfReactorsEventLoops() {
        assertThat(CallingThread.mayBlock()).isTrue();
        assertThat(mayBlockOn(Schedulers.boundedElastic())).isTrue();
        assertThat(mayBlockOn(Schedulers.parallel())).isFalse();
    }

    @Test
    void mayBlockWhereThereIsNoReactor() throws ReflectiveOperationException {
        ClassLoader withoutReactor = new OverridingClassLoader(new FilteredClassLoader("reactor")) {
            @Override
            protected boolean isEligibleForOverriding(String className) {
                return className.startsWith(CallingThread.class.getName());
            }
        };
        Class<?> alone = withoutReactor.loadClass(CallingThread.class.getName());

        assertThat(alone).isNotSameAs(CallingThread.class);
        assertThat(alone.getMethod("mayBlock").invoke(null)).isEqualTo(true);
    }

    private static Boolean mayBlockOn(Scheduler threads) {
        return Mono.fromCallable(CallingThread::mayBlock).subscribeOn(threads).block(Duration.ofSeconds(10));
    }
}
