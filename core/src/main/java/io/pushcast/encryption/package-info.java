/** End-to-end encryption of what is published to encrypted channels: the keys, and what is made with them. */
@NullMarked
package io.pushcast.encryption;

import org.jspecify.annotations.NullMarked;
