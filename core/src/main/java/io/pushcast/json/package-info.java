/** Payloads as JSON: what the library needs from a JSON library, and finding one. */
@NullMarked
package io.pushcast.json;

import org.jspecify.annotations.NullMarked;
