/** The contract between what decides when to send and what sends: one request, one outcome. */
@NullMarked
package io.pushcast.transport;

import org.jspecify.annotations.NullMarked;
