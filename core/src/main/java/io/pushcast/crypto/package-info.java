/** The cryptography of Pusher's protocol: HMAC-SHA256 signatures, and NaCl's secretbox. */
@NullMarked
package io.pushcast.crypto;

import org.jspecify.annotations.NullMarked;
