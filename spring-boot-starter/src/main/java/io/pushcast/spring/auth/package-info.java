/** Who may subscribe to which channel: the endpoint that clients ask, and the application's methods that decide. */
@NullMarked
package io.pushcast.spring.auth;

import org.jspecify.annotations.NullMarked;
