package io.pushcast.examples.e2e;

import static java.util.Map.entry;

import io.pushcast.pusher.PusherApp;
import io.pushcast.testing.KnownDifference;
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
        server = Soketi.start(InstalledPrograms.installed(), NpmPackages.ofThisModule(), webhooks);
        return server.app();
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public Map<String, KnownDifference> knownDifferences() {
        return Map.ofEntries(
                entry(
                        "sendsErrorsWithTheirStatus",
                        status(
                                "soketi answers nearly every error with status 200 and the true one in the body, because its"
                                        + " CORS step has written the head of the answer by then",
                                400)),
                entry(
                        "refusesAChannelThatIsNone",
                        status("soketi checks no names of channels when events are published", 400)),
                entry("refusesAnOldTimestamp", status("soketi checks the signature of a request, not its age", 401)),
                entry(
                        "refusesParametersToTheQuestionForMembers",
                        status("soketi does not look at parameters that it does not know", 400)),
                entry(
                        "tellsAboutTheChannelOfAnEventThatAsks",
                        KnownDifference.of("soketi does not know info on events", "but was: \"{\"ok\":true}\"")),
                entry(
                        "tellsAboutTheChannelsOfABatchThatAsks",
                        KnownDifference.of("soketi does not know info on events", "but was: \"{\"ok\":true}\"")),
                entry(
                        "refusesAnUnknownVersionOfTheProtocol",
                        KnownDifference.of(
                                "soketi does not look at the version",
                                "Expected pusher:error but got",
                                "pusher:connection_established")),
                entry(
                        "saysWhatIsWrongWithNonsense",
                        nothing("soketi ignores what it does not understand", "pusher:error")),
                entry(
                        "refusesClientEventsOnPublicChannels",
                        nothing("soketi passes client events on whatever the channel", "pusher:error")),
                entry(
                        "keepsTheChannelOfAUserToThatUser",
                        KnownDifference.of(
                                "soketi lets anybody subscribe to any user's channel",
                                "Expected pusher:subscription_error but got",
                                "subscription_succeeded")),
                entry(
                        "tellsSubscribersHowManyTheyAre",
                        nothing("soketi has no subscription_count events", "pusher_internal:subscription_count")),
                entry(
                        "tellsWatchersWhoComesAndGoes",
                        nothing("soketi has no watchlists", "pusher_internal:watchlist_events")),
                entry(
                        "tellsTheApplicationOnceMoreWhatItDidNotTake",
                        KnownDifference.of("soketi sends each webhook once", "No webhook came")));
    }

    private static KnownDifference status(String reason, int expected) {
        return KnownDifference.of(reason, "expected: " + expected, "but was: 200");
    }

    private static KnownDifference nothing(String reason, String expected) {
        return KnownDifference.of(reason, "Nothing came; expected " + expected);
    }
}
