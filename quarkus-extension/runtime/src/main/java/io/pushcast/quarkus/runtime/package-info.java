/**
 * The configuration that an application with Pushcast's Quarkus extension has at run time, and what it means to core. The
 * packages below build on it.
 */
@NullMarked
package io.pushcast.quarkus.runtime;

import org.jspecify.annotations.NullMarked;
