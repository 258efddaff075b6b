/** Text from outside: how it is shown in logs and exceptions, and which text can be encoded at all. */
@NullMarked
package io.pushcast.text;

import org.jspecify.annotations.NullMarked;
