package io.pushcast.mapping;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says where the events of a type go.
 *
 * <pre>{@code
 * @PublishTo(channel = "private-orders.{customerId}")
 * public record OrderPlaced(String orderId, String customerId, BigDecimal total) {}
 * }</pre>
 *
 * <p>It counts for the type, its subclasses and, on an interface, for what implements it: an event follows every
 * annotation on its class, the superclasses of that and all its interfaces. Each is a route of its own, so an event
 * with two annotations makes two messages; equal ones count once. One annotation with several channels makes one
 * message to all of them.
 *
 * <p>Channels and keys are templates, see {@link Template}: {@code {customer.id}} stands for what the event's property
 * {@code customer} has as {@code id}. A property is, in this order, a record component, a getter ({@code getId()}, and
 * {@code isPaid()} for booleans), a method without parameters that is called like the property (declared by a record or
 * an interface, or abstract, or beside a field of that name), or a public field. The class itself need not be public. A
 * value is written as its {@code toString()} has it, an enum constant by its name, and an {@code Optional} as what it
 * holds.
 *
 * <p>A template that names no property is an error as soon as the type is first seen. A value can't change the kind of
 * channel that it lands in, nor slip into the place of another, see {@link EventMappings#routesOf}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(PublishTo.List.class)
public @interface PublishTo {

    /**
     * Templates of the channels that the event goes to; at least one. {@code #server-to-user-{userId}} reaches one
     * signed-in user.
     */
    String[] channel();

    /**
     * The name under which subscribers bind to the event. A constant, no template. Default: the simple name of the
     * event's own class in kebab-case, such as {@code order-placed} for {@code OrderPlaced}.
     */
    String event() default "";

    /**
     * Template of the ordering key: messages with the same key reach Pusher in the order in which they were published.
     * Default: the (first) channel.
     */
    String orderedBy() default "";

    /**
     * A property of the event, or a method without parameters, that says whether this route counts for it: {@code
     * "shippable"} reads {@code shippable()}, {@code isShippable()} or {@code getShippable()}, and {@code "order.paid"} one of
     * the event's order. It must be a {@code boolean}. It is looked up and checked as the properties in templates are, and
     * asked before any of them. Default: the route counts for every event.
     */
    String when() default "";

    /**
     * How often the route is worth sending, such as {@code "250ms"}, see {@link Route#pace}. Default: every event is sent.
     */
    String pace() default "";

    /** What is done if the event's JSON is larger than the server takes. Default: {@code publish} throws. */
    Route.LargePayload largePayload() default Route.LargePayload.REJECT;

    /**
     * Whether the connection on whose behalf the event is published does not see it, see {@link Route#toOthers}. Default:
     * everybody sees it.
     */
    boolean toOthers() default false;

    /** Holds the annotations of a type that has several. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface List {

        /** The annotations, in the order in which they are written. */
        PublishTo[] value();
    }
}
