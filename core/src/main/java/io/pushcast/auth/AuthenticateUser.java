package io.pushcast.auth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method the rule that says as whom a connection signs in, so that it gets what is published to that user, see
 * {@link UserAuthEndpoint}.
 *
 * <pre>{@code
 * @AuthenticateUser
 * SignedInUser signIn(Principal user) {
 *     return SignedInUser.of(user.getName());
 * }
 * }</pre>
 *
 * <p>An application has one such method. The frameworks' integrations find it and say which parameters and results it may
 * have. On a method that no integration looks at, it does nothing: nobody can sign in.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AuthenticateUser {}
