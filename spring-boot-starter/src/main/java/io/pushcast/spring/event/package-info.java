/** Events of the application, published to Pusher by the rule of transactions: after the commit, or at once without one. */
@NullMarked
package io.pushcast.spring.event;

import org.jspecify.annotations.NullMarked;
