/** The front door: {@link io.pushcast.Pushcast} puts the stages together, {@link io.pushcast.EventPublisher} is what applications use. */
@NullMarked
package io.pushcast;

import org.jspecify.annotations.NullMarked;
