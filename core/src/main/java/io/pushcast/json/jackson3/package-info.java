/** JSON by Jackson 3: the only package that sees {@code tools.jackson}. */
@NullMarked
package io.pushcast.json.jackson3;

import org.jspecify.annotations.NullMarked;
