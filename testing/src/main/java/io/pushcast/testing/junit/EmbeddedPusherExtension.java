package io.pushcast.testing.junit;

import io.pushcast.testing.EmbeddedPusher;
import io.pushcast.testing.Webhooks;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a running {@link EmbeddedPusher}, as a parameter of test and lifecycle methods and of constructors. For
 * JUnit 5 and 6.
 *
 * <pre>{@code
 * @ExtendWith(EmbeddedPusherExtension.class)
 * class OrdersTest {
 *     @Test
 *     void placesAnOrder(EmbeddedPusher server) { … }
 * }
 * }</pre>
 *
 * <p>Registered for a class, by {@code @ExtendWith} or in a static field with {@code @RegisterExtension}, it starts one
 * server for the class and its nested classes. Before each test, and before its {@code @BeforeEach} methods, what was recorded
 * is forgotten, nothing goes wrong any more, and webhooks are as at the start: told to nobody, and with
 * {@link Webhooks#DEFAULT_VACATED_DELAY}. Connections stay, so a test that minds closes its own and waits until
 * {@link EmbeddedPusher#subscribers} is 0. Tests that share a server can't run at the same time.
 *
 * <p>In a field that is not static, or on a method, it starts one server for each test; but in a field of a class whose
 * lifecycle is {@code PER_CLASS}, one for the class, as in a static field.
 */
public final class EmbeddedPusherExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {

    private final UnaryOperator<EmbeddedPusher.Builder> settings;
    private final Namespace namespace = Namespace.create(EmbeddedPusherExtension.class, this);
    private volatile @Nullable EmbeddedPusher current;

    /** For {@code @ExtendWith}: a server with the defaults. */
    public EmbeddedPusherExtension() {
        this(UnaryOperator.identity());
    }

    private EmbeddedPusherExtension(UnaryOperator<EmbeddedPusher.Builder> settings) {
        this.settings = settings;
    }

    /** For {@code @RegisterExtension}: a server with settings of its own. */
    public static EmbeddedPusherExtension with(UnaryOperator<EmbeddedPusher.Builder> settings) {
        return new EmbeddedPusherExtension(settings);
    }

    /**
     * The running server, for where there are no parameters.
     *
     * @throws IllegalStateException if it is not running: before the first test, or after the last
     */
    public EmbeddedPusher server() {
        EmbeddedPusher running = current;
        if (running == null) {
            throw new IllegalStateException(
                    "The embedded Pusher is not running: it starts before the tests of the class if"
                            + " the field of its extension is static, and before each test if not");
        }
        return running;
    }

    @Override
    public void beforeAll(ExtensionContext tests) {
        startUnlessRunning(tests);
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        if (!startUnlessRunning(test)) {
            EmbeddedPusher shared = server();
            shared.faults().none();
            shared.webhooks().none().vacatedDelay(Webhooks.DEFAULT_VACATED_DELAY);
            shared.forget();
        }
    }

    @Override
    public void afterEach(ExtensionContext test) {
        stopIfStartedFor(test);
    }

    @Override
    public void afterAll(ExtensionContext tests) {
        stopIfStartedFor(tests);
    }

    /** Whether it was started; if not, it runs already, for the class around. */
    private boolean startUnlessRunning(ExtensionContext context) {
        if (running(context) != null) {
            return false;
        }
        EmbeddedPusher started = settings.apply(EmbeddedPusher.builder()).start();
        store(context).put(EmbeddedPusher.class, started);
        current = started;
        return true;
    }

    private void stopIfStartedFor(ExtensionContext context) {
        // What was started for the class around stays: only this context's own value is removed.
        EmbeddedPusher started = store(context).remove(EmbeddedPusher.class, EmbeddedPusher.class);
        if (started != null) {
            current = null;
            started.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedPusher.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        EmbeddedPusher running = running(context);
        return running == null ? server() : running;
    }

    private @Nullable EmbeddedPusher running(ExtensionContext context) {
        return store(context).get(EmbeddedPusher.class, EmbeddedPusher.class);
    }

    private ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(namespace);
    }
}
