/** Pushcast for those who operate the application: health, the endpoint {@code pushcast}, meters, no secrets. */
@NullMarked
package io.pushcast.spring.actuate;

import org.jspecify.annotations.NullMarked;
