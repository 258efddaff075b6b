/** A Pusher server for tests with JUnit 5 and 6. */
@NullMarked
package io.pushcast.testing.junit;

import org.jspecify.annotations.NullMarked;
