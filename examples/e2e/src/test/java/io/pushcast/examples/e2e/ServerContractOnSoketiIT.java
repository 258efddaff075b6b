package io.pushcast.examples.e2e;

import static java.util.Map.entry;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.ServerContract;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract that {@code EmbeddedPusher} keeps is right: a server that nobody here wrote keeps it too, but for this. */
@Tag("e2e")
class ServerContractOnSoketiIT extends ServerContract {

    private Soketi server;

    @Override
    protected PusherApp startServer(URI webhooks) {
        server = Soketi.start(Programs.installed(), NpmPackages.ofThisModule(), webhooks);
        return server.app();
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public Map<String, String> knownDifferences() {
        return Map.ofEntries(
                entry(
                        "sendsErrorsWithTheirStatus",
                        "soketi answers nearly every error with status 200 and the true one in the body, because its CORS"
                                + " step has written the head of the answer by then"),
                entry("refusesAChannelThatIsNone", "soketi checks no names of channels when events are published"),
                entry("refusesAnOldTimestamp", "soketi checks the signature of a request, not its age"),
                entry("tellsAboutTheChannelOfAnEventThatAsks", "soketi does not know info on events"),
                entry("tellsAboutTheChannelsOfABatchThatAsks", "soketi does not know info on events"),
                entry("refusesAnUnknownVersionOfTheProtocol", "soketi does not look at the version"),
                entry("saysWhatIsWrongWithNonsense", "soketi ignores what it does not understand"),
                entry("refusesClientEventsOnPublicChannels", "soketi passes client events on whatever the channel"),
                entry("keepsTheChannelOfAUserToThatUser", "soketi lets anybody subscribe to any user's channel"),
                entry("tellsSubscribersHowManyTheyAre", "soketi has no subscription_count events"),
                entry("tellsWatchersWhoComesAndGoes", "soketi has no watchlists"),
                entry("tellsTheApplicationOnceMoreWhatItDidNotTake", "soketi sends each webhook once"));
    }
}
