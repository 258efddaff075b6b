package io.pushcast.subscribe;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Has a method of a bean called for the events of channels, with Spring Boot and Quarkus:
 *
 * <pre>{@code
 * @Subscribe("private-stock.eu")
 * void on(StockChanged event) { … }
 * }</pre>
 *
 * <p>Its parameters, in any order: the payload, read as the type of the parameter; a {@link Received}; the
 * {@link io.pushcast.message.ChannelName}; or, instead of a payload, {@link PresenceMembers}, and then it is told who is on a presence
 * channel. It returns nothing, or a {@code CompletionStage}, whose end the next event of the channel waits for.
 *
 * <p>It is called as an {@link EventHandler} is: one event of a channel at a time, on the subscriber's executor. What it throws is told
 * to the {@link SubscriberListener}s, and the next event goes on.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Subscribe {

    /**
     * The channels, each named whole: Pusher has no wildcards. A name may refer to the configuration: {@code stock.${region}}.
     */
    String[] value();

    /**
     * The name of the events. Default: those of the payload's type, as {@link io.pushcast.mapping.PublishTo} or the name of the class has
     * them; for a method without a payload, all events.
     */
    String event() default "";
}
