/** What an application's configuration says about a Pusher app, read the same way for every framework. */
@NullMarked
package io.pushcast.settings;

import org.jspecify.annotations.NullMarked;
