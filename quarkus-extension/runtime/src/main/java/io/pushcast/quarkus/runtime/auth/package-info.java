/** Authorising channels and users: the endpoints, and the application's methods that decide. */
@NullMarked
package io.pushcast.quarkus.runtime.auth;

import org.jspecify.annotations.NullMarked;
