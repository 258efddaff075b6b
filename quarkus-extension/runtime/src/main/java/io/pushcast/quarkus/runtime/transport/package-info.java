/** What sends requests: Pushcast's own transport, with Quarkus' TLS and proxy registries, or the application's official client. */
@NullMarked
package io.pushcast.quarkus.runtime.transport;

import org.jspecify.annotations.NullMarked;
