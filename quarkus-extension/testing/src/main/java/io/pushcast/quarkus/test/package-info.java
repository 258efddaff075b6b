/** What tests of Quarkus applications with Pushcast use: a recording publisher, and a Pusher server. */
@NullMarked
package io.pushcast.quarkus.test;

import org.jspecify.annotations.NullMarked;
