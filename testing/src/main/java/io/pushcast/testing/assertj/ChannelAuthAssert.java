package io.pushcast.testing.assertj;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pushcast.auth.AuthResponse;
import io.pushcast.auth.ChannelAuthEndpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on who may subscribe to what: it asks as pusher-js does, as a user who is named before.
 *
 * <pre>{@code
 * assertThat(auth).as(ann).canJoin("private-orders.c-7").cannotJoin("private-orders.c-8").asNobody().cannotJoin("private-orders.c-7");
 * }</pre>
 *
 * <p>It is no assertion of AssertJ's itself, whose {@code as} would be something else. A refusal is that the endpoint answers 401 or 403; that a rule failed, or that a channel has no legal name, is none,
 * and fails the test. Rules that answer later are given five seconds. Not for use by several threads.
 *
 * @param <U> what the application knows its users by
 */
public final class ChannelAuthAssert<U> {

    private static final String SOCKET_ID = "1234.5678";
    private static final int PATIENCE_SECONDS = 5;

    private final ChannelAuthEndpoint<U> endpoint;
    private final @Nullable U user;

    ChannelAuthAssert(ChannelAuthEndpoint<U> endpoint) {
        this(endpoint, null);
    }

    private ChannelAuthAssert(ChannelAuthEndpoint<U> endpoint, @Nullable U user) {
        this.endpoint = endpoint;
        this.user = user;
    }

    /** What follows is asked by this user. */
    public ChannelAuthAssert<U> as(U someone) {
        return new ChannelAuthAssert<>(endpoint, someone);
    }

    /** What follows is asked by somebody who has not logged in, as at the start. */
    public ChannelAuthAssert<U> asNobody() {
        return new ChannelAuthAssert<>(endpoint);
    }

    /** The user may subscribe to this channel. */
    public ChannelAuthAssert<U> canJoin(String channel) {
        AuthResponse answer = ask(channel);
        if (answer.status() != 200) {
            throw new AssertionError("Expected that " + who() + " can join " + channel + ", but the endpoint answers "
                    + answer.status() + ": " + answer.body());
        }
        return this;
    }

    /** The user may subscribe to this presence channel, and is the member of this id there. */
    public ChannelAuthAssert<U> canJoinAsMember(String channel, String memberId) {
        canJoin(channel);
        JsonObject answer = JsonParser.parseString(ask(channel).body()).getAsJsonObject();
        if (!answer.has("channel_data")) {
            throw new AssertionError("Expected that " + who() + " joins " + channel + " as member " + memberId
                    + ", but only presence channels have members");
        }
        String actual = JsonParser.parseString(answer.get("channel_data").getAsString())
                .getAsJsonObject()
                .get("user_id")
                .getAsString();
        if (!actual.equals(memberId)) {
            throw new AssertionError("Expected that " + who() + " joins " + channel + " as member " + memberId
                    + ", but it would be as member " + actual);
        }
        return this;
    }

    /** The user may not subscribe to this channel. */
    public ChannelAuthAssert<U> cannotJoin(String channel) {
        AuthResponse answer = ask(channel);
        if (answer.status() == 200) {
            throw new AssertionError(
                    "Expected that " + who() + " can't join " + channel + ", but the endpoint allows it");
        }
        if (answer.status() != 401 && answer.status() != 403) {
            throw new AssertionError("Expected that " + who() + " is refused " + channel
                    + " with 401 or 403, but the endpoint answers " + answer.status() + ": " + answer.body());
        }
        return this;
    }

    private AuthResponse ask(String channel) {
        Map<String, List<String>> form = Map.of("socket_id", List.of(SOCKET_ID), "channel_name", List.of(channel));
        try {
            return endpoint.handle(form, user).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "The rule for " + channel + " gave no answer to " + who() + " within " + PATIENCE_SECONDS + " s",
                    e);
        } catch (ExecutionException e) {
            throw new AssertionError("The endpoint failed when " + who() + " asked for " + channel, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while " + who() + " asked for " + channel, e);
        }
    }

    private String who() {
        return user == null ? "nobody" : user.toString();
    }
}
