/** A program that publishes order events and subscribes to them. */
@NullMarked
package io.pushcast.examples.quickstart;

import org.jspecify.annotations.NullMarked;
