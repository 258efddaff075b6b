/** Pushcast in a Spring Boot application: its properties, its beans, and what goes wrong with either at start. */
@NullMarked
package io.pushcast.spring;

import org.jspecify.annotations.NullMarked;
