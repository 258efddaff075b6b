package io.pushcast.mapping;

/**
 * What is done with a payload that is larger than the server takes. A payload that fits is published as it is, whatever the
 * policy.
 *
 * <p>All but {@link #REJECT} need subscribers that know of it. For pusher-js there is
 * {@code META-INF/resources/pushcast/large-payloads.js} in this library's jar, which Spring Boot and Quarkus serve as
 * {@code /pushcast/large-payloads.js}: after {@code receiveLargePayloads(channel)}, handlers get the event under its own name,
 * as if it had come whole. Subscribers that don't know of it see nothing under that name. The script takes payloads of up to
 * 8 Mi characters (its option {@code maxLength}), and tells no events whose names Pusher keeps for itself and for clients, nor
 * carriers within carriers.
 */
public enum LargePayload {
    /** {@code publish} throws a {@link io.pushcast.message.PayloadTooLargeException}. */
    REJECT,

    /**
     * The payload goes in parts, each a message of its own, all with the same ordering key: events called
     * {@code pushcast-chunk} whose payload is
     * {@code {"id":"…","event":"order-placed","index":0,"count":3,"part":"…"}}. The parts, in the order of their index from 0
     * to count - 1, make the payload's JSON text; the id is the same for all of them and for nothing else.
     *
     * <p>The publication is delivered when all parts are, and failed when one is: then subscribers may have some of them, which
     * they forget after a while. That is also what a full buffer does to it under the overflow policies that drop messages, of
     * which {@code LATEST_PER_KEY} takes the parts of one payload for versions of the same thing. There are at most 256 parts.
     * Cache channels keep one event only and so can't take parts.
     */
    CHUNK,

    /**
     * The payload goes compressed: an event called {@code pushcast-gzip} whose payload is
     * {@code {"event":"order-placed","gzip":"…"}}, with the payload's JSON text as UTF-8, compressed by gzip, in base64. If
     * that is still too large, {@code publish} throws a {@link io.pushcast.message.PayloadTooLargeException} that says how
     * large it is.
     */
    GZIP
}
