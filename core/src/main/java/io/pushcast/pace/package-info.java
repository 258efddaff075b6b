/**
 * Messages of which only the newest counts, sent at a pace: a stage between publishing and delivery. Applications say the pace
 * with their routes.
 */
@NullMarked
package io.pushcast.pace;

import org.jspecify.annotations.NullMarked;
