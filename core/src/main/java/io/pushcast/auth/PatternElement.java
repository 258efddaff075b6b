package io.pushcast.auth;

/** What a pattern takes at one place: a character of its own text, or one or more characters for a parameter. */
sealed interface PatternElement {

    /** Whether it takes this legal character of a channel's name. */
    boolean takes(char c);

    /** This character and no other, once. */
    record Text(char character) implements PatternElement {

        @Override
        public boolean takes(char c) {
            return c == character;
        }
    }

    /** One or more characters, which are the parameter's value, but none of those in {@code except}. */
    record Parameter(String name, String except) implements PatternElement {

        @Override
        public boolean takes(char c) {
            return except.indexOf(c) < 0;
        }
    }
}
