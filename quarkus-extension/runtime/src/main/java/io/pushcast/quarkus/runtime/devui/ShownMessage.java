package io.pushcast.quarkus.runtime.devui;

/**
 * A message as the Dev UI shows it.
 *
 * @param id the message's id, by which a row is found again
 * @param time when this became of it, in UTC as ISO 8601 has it
 * @param channels where it goes
 * @param event the event name
 * @param data the payload
 * @param outcome what became of it
 */
public record ShownMessage(String id, String time, String channels, String event, String data, String outcome) {}
