/** Who may subscribe to private and presence channels: rules for patterns of channels, and the endpoint that asks them. */
@NullMarked
package io.pushcast.auth;

import org.jspecify.annotations.NullMarked;
