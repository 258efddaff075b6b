package io.pushcast.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Whatever anybody says while this is open: all that is logged at any level by anyone, and what it is told besides. */
final class CapturedLog implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final List<Appender<ILoggingEvent>> silenced = new ArrayList<>();
    private final Queue<String> words = new ConcurrentLinkedQueue<>();

    private final Appender<ILoggingEvent> ear = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            words.add(event.getLoggerName() + " [" + event.getThreadName() + "] " + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())));
        }
    };

    CapturedLog() {
        // TRACE on the console would drown what else a test says.
        for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
            silenced.add(all.next());
        }
        silenced.forEach(root::detachAppender);
        ear.start();
        root.addAppender(ear);
        root.setLevel(Level.TRACE);
    }

    /** What was thrown, with all causes and suppressed ones. */
    void hear(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace, true));
        words.add(trace.toString());
    }

    void hear(String text) {
        words.add(text);
    }

    List<String> words() {
        return List.copyOf(words);
    }

    @Override
    public void close() {
        root.setLevel(before);
        root.detachAppender(ear);
        ear.stop();
        silenced.forEach(root::addAppender);
    }
}
