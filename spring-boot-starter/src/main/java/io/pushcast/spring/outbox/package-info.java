/** The outbox in the database of a Spring Boot application: messages are stored in Spring's transactions. */
@NullMarked
package io.pushcast.spring.outbox;

import org.jspecify.annotations.NullMarked;
