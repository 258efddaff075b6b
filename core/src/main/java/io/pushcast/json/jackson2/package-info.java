/** JSON by Jackson 2: the only package that sees {@code com.fasterxml.jackson}. */
@NullMarked
package io.pushcast.json.jackson2;

import org.jspecify.annotations.NullMarked;
