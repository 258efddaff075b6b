package io.pushcast.examples.benchmarks;

import io.pushcast.Pushcast;
import io.pushcast.delivery.DeliverySettings;
import io.pushcast.json.JsonCodec;
import io.pushcast.mapping.EventMappings;
import io.pushcast.mapping.Route;
import io.pushcast.message.Delivery;
import io.pushcast.transport.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What {@code publish} is made of. Public because JMH wants it so. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PublishBenchmark {

    private static final CompletionStage<Delivery> TAKEN = new CompletableFuture<>();

    private final SampleOrders orders = SampleOrders.toChannels(1_000);
    private final JsonCodec json = JsonCodec.detect();
    private final EventMappings mappings = EventMappings.ofAnnotations();
    private final Pushcast frontDoor = Pushcast.builder()
            .name("front door")
            .transport(messages -> CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE))
            .wrapSink(sink -> message -> TAKEN)
            .build();
    private final Pushcast engine = Pushcast.builder()
            .name("engine")
            .transport(messages -> CompletableFuture.completedFuture(Outcome.Accepted.INSTANCE))
            .delivery(DeliverySettings.builder().bufferMessages(1_000).build())
            .build();
    private long number;

    /** Writing the payload. */
    @Benchmark
    public String writeJson() {
        return json.write(next());
    }

    /** Finding out where an event goes. */
    @Benchmark
    public List<Route> mapping() {
        return mappings.routesOf(next());
    }

    /** All that comes before the engine: mapping, JSON, the message and its checks. */
    @Benchmark
    public CompletionStage<Delivery> publishToSink() {
        return frontDoor.publish(next());
    }

    /** All but the network, at full speed: the caller waits for the engine, which is the slower of the two. */
    @Benchmark
    public CompletionStage<Delivery> publishThroughEngine() {
        return engine.publish(next());
    }

    private OrderPlaced next() {
        return orders.get(number++);
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
        frontDoor.close();
        engine.close();
    }
}
