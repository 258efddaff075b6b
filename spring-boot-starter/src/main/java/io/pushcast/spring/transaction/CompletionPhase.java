package io.pushcast.spring.transaction;

import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationUtils;

/** Tells callbacks around the end of a transaction from ordinary work, which Spring's own state does not always do. */
public final class CompletionPhase {

    private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private CompletionPhase() {}

    /**
     * Whether the calling thread is committing a transaction, or rolling one back, and its callbacks run: perhaps not the
     * transaction that the thread is in now, since a callback may begin another. Costs some microseconds.
     */
    public static boolean isUnderWay() {
        return STACK.walk(frames -> frames.anyMatch(CompletionPhase::isCompletion));
    }

    /**
     * Whether the calling thread completes a transaction, or what it takes for one, in a callback that is run because another
     * one is completed.
     */
    static boolean isNested() {
        return STACK.walk(frames -> frames.filter(CompletionPhase::isProcess).limit(2).count()) == 2;
    }

    private static boolean isCompletion(StackWalker.StackFrame frame) {
        return frame.getDeclaringClass() == TransactionSynchronizationUtils.class || isProcess(frame);
    }

    private static boolean isProcess(StackWalker.StackFrame frame) {
        return frame.getDeclaringClass() == AbstractPlatformTransactionManager.class
                && (frame.getMethodName().equals("processCommit")
                        || frame.getMethodName().equals("processRollback"));
    }
}
