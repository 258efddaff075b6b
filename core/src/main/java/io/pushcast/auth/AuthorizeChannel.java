package io.pushcast.auth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method the rule for the channels of a pattern.
 *
 * <pre>{@code
 * @AuthorizeChannel("private-orders.{customerId}")
 * boolean canSee(Principal user, String customerId) {
 *     return user.getName().equals(customerId);
 * }
 * }</pre>
 *
 * <p>A parameter has no dots in its value; {@code {email...}}, at the end of a pattern, has.
 *
 * <p>The pattern says what kind of channel it is for: this one allows neither {@code private-encrypted-orders.c-7} nor
 * {@code private-cache-orders.c-7}. A method that is to decide about these too names their patterns too.
 *
 * <p>The frameworks' integrations find such methods and say which parameters and results they may have. On a method that
 * no integration looks at, it does nothing: channels without a rule are refused.
 *
 * @see ChannelPattern
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AuthorizeChannel {

    /** Patterns of the channels that the method decides about, see {@link ChannelPattern}; at least one. */
    String[] value();
}
