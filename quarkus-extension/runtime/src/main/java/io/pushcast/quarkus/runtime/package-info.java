/**
 * What an application that uses Pushcast's Quarkus extension has at run time: its beans and configuration, events on their way
 * through transactions, the rules by which users are authorised, and the routes for these and for webhooks.
 */
@NullMarked
package io.pushcast.quarkus.runtime;

import org.jspecify.annotations.NullMarked;
