package io.pushcast.pusher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyLimiterTest {

    @Test
    void letsInAtOnceWhileThereIsAPlace() {
        ConcurrencyLimiter gate = new ConcurrencyLimiter(2);
        List<Integer> entered = new ArrayList<>();

        gate.enter(() -> entered.add(1));
        gate.enter(() -> entered.add(2));
        gate.enter(() -> entered.add(3));

        assertThat(entered).containsExactly(1, 2);
    }

    @Test
    void letsInInOrderWhenOthersLeave() {
        ConcurrencyLimiter gate = new ConcurrencyLimiter(1);
        List<Integer> entered = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            int number = i;
            gate.enter(() -> entered.add(number));
        }

        gate.leave();
        gate.leave();

        assertThat(entered).containsExactly(1, 2, 3);
    }

    @Test
    void isNotExhaustedByALongQueueOfThoseWhoLeaveAtOnce() {
        ConcurrencyLimiter gate = new ConcurrencyLimiter(1);
        AtomicInteger entered = new AtomicInteger();
        gate.enter(() -> {});
        for (int i = 0; i < 100_000; i++) {
            gate.enter(() -> {
                entered.incrementAndGet();
                gate.leave();
            });
        }

        gate.leave();

        assertThat(entered).hasValue(100_000);
    }

    @Test
    void neitherForgetsNorOverfillsWhenManyThreadsComeAndGo() throws Exception {
        ConcurrencyLimiter gate = new ConcurrencyLimiter(3);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch entered = new CountDownLatch(40_000);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        ExecutorService guests = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 40_000; i++) {
                callers.execute(() -> gate.enter(() -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    guests.execute(() -> {
                        inside.decrementAndGet();
                        gate.leave();
                        entered.countDown();
                    });
                }));
            }

            assertThat(entered.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(most).hasValueLessThanOrEqualTo(3);
        } finally {
            callers.shutdownNow();
            guests.shutdownNow();
        }
    }
}
