package io.pushcast.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows a wrong configuration of Pushcast as words, without a stack trace. */
final class PushcastFailureAnalyzer extends AbstractFailureAnalyzer<PushcastConfigurationException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PushcastConfigurationException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
