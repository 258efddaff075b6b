package io.pushcast.auth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method the rule that says who a user is to Pusher, when a connection of theirs signs in. An application has one.
 *
 * <pre>{@code
 * @AuthenticateUser
 * SignedInUser signIn(Principal user) {
 *     return SignedInUser.of(user.getName());
 * }
 * }</pre>
 *
 * <p>The frameworks' integrations find such a method and say which parameters and results it may have. On a method that no
 * integration looks at, it does nothing: nobody signs in.
 *
 * @see SignedInUser
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AuthenticateUser {}
