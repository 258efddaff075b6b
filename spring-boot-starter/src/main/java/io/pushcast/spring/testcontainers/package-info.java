/** Pusher-compatible servers in containers, as Spring Boot's service connections. */
@NullMarked
package io.pushcast.spring.testcontainers;

import org.jspecify.annotations.NullMarked;
