package io.pushcast.health;

/**
 * A judgement that does not flap: it turns bad at one bound and good again only at another. Safe for use by several threads.
 */
final class HysteresisThreshold {

    private boolean bad;

    /**
     * Judges anew.
     *
     * @param turnsBad whether it is bad from now on, if it was good
     * @param turnsGood whether it is good from now on, if it was bad
     * @return whether it is good
     */
    synchronized boolean isGood(boolean turnsBad, boolean turnsGood) {
        bad = bad ? !turnsGood : turnsBad;
        return !bad;
    }
}
