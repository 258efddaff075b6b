/** What is going on in an app's channels, asked of the server: occupied channels, counts, users; and ending connections. */
@NullMarked
package io.pushcast.channels;

import org.jspecify.annotations.NullMarked;
