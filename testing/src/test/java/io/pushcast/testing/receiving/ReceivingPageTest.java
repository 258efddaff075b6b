package io.pushcast.testing.receiving;

import io.pushcast.testing.CompiledSnippetsContract;

class ReceivingPageTest extends CompiledSnippetsContract {

    ReceivingPageTest() {
        super("../docs/receiving.md");
    }
}
