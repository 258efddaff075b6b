/** Finds and checks the types that are published, and adds the publisher. */
@NullMarked
package io.pushcast.quarkus.deployment.event;

import org.jspecify.annotations.NullMarked;
