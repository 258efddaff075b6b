/** The outbox in a Quarkus application: in a datasource of Agroal, and in the transactions of Narayana. */
@NullMarked
package io.pushcast.quarkus.runtime.outbox;

import org.jspecify.annotations.NullMarked;
