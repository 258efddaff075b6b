package io.pushcast.outbox.store;

/**
 * Why a message became a dead letter.
 *
 * @param reason what kind of end it was
 * @param status the HTTP status of the server's last answer; 0 if there was none
 * @param explanation what happened, in words, for a person
 * @param attempts how many requests it was part of
 */
public record DeadLetterCause(Reason reason, int status, String explanation, int attempts) {

    private static final int LONGEST_EXPLANATION = 2_000;

    /** Shortens an explanation that is too long to be stored. */
    public DeadLetterCause {
        if (explanation.length() > LONGEST_EXPLANATION) {
            explanation = explanation.substring(0, LONGEST_EXPLANATION);
        }
    }

    /** What kinds of end make dead letters. */
    public enum Reason {
        /** The server refused it for good. */
        REJECTED,
        /** It was tried as often as allowed. */
        RETRIES_EXHAUSTED,
        /** It failed alone again and again while others were accepted. */
        POISON,
        /** What is stored is no message any more: somebody else has changed it. */
        UNREADABLE,
        /** Somebody has taken it out by hand. */
        BURIED_BY_HAND,
        /** Another version of this library knows, which wrote it. */
        UNKNOWN
    }
}
