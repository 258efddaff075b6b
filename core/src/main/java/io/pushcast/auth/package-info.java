/**
 * Who may subscribe to private, encrypted and presence channels, and as whom a connection signs in: rules, and the
 * endpoints that ask them.
 */
@NullMarked
package io.pushcast.auth;

import org.jspecify.annotations.NullMarked;
