package io.pushcast.quarkus.runtime.transaction;

import jakarta.transaction.Synchronization;

/** Tells those who are told of a transaction's end from those who have yet to find out. */
public final class CompletionPhase {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private CompletionPhase() {}

    /**
     * Whether what the calling thread does is done because a transaction has ended, as what an observer {@code AFTER_FAILURE}
     * does. A thread whose transaction was rolled back by another, since it took too long, looks the same in all else:
     * both have a transaction that is rolled back.
     */
    public static boolean isBeingTold() {
        return STACK.walk(frames -> frames.anyMatch(CompletionPhase::isCallback));
    }

    private static boolean isCallback(StackWalker.StackFrame frame) {
        return frame.getMethodName().equals("afterCompletion")
                && Synchronization.class.isAssignableFrom(frame.getDeclaringClass());
    }
}
