package io.pushcast.testing.readme;

import io.pushcast.testing.CompiledSnippetsContract;

class ReadmeTest extends CompiledSnippetsContract {

    ReadmeTest() {
        super("README.md", "../docs/testing.md", "../docs/embedded-pusher.md");
    }
}
