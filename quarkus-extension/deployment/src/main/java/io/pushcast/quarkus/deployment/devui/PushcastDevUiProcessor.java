package io.pushcast.quarkus.deployment.devui;

import io.pushcast.quarkus.deployment.PushcastBuildTimeConfig;
import io.pushcast.quarkus.deployment.auth.ChannelRulesBuildItem;
import io.pushcast.quarkus.deployment.auth.RuleMethod;
import io.pushcast.quarkus.deployment.auth.UserRuleBuildItem;
import io.pushcast.quarkus.deployment.event.PublishedType;
import io.pushcast.quarkus.deployment.event.PublishedTypesBuildItem;
import io.pushcast.quarkus.runtime.devui.MessageLog;
import io.pushcast.quarkus.runtime.devui.PushcastJsonRpc;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;
import java.util.List;
import java.util.stream.Stream;

/** The card of the Dev UI: what is published where, who decides about channels, and what is published right now. */
@BuildSteps(onlyIf = IsLocalDevelopment.class)
class PushcastDevUiProcessor {

    @BuildStep
    CardPageBuildItem card(
            PublishedTypesBuildItem published,
            ChannelRulesBuildItem rules,
            UserRuleBuildItem users,
            PushcastBuildTimeConfig config) {
        List<RouteRow> routes = published.types().stream()
                .flatMap(PushcastDevUiProcessor::routes)
                .toList();
        List<RuleRow> authorisers =
                rules.methods().stream().flatMap(PushcastDevUiProcessor::rules).toList();
        CardPageBuildItem card = new CardPageBuildItem();
        card.addBuildTimeData("routes", routes, "Where the events of the application go");
        card.addBuildTimeData("rules", authorisers, "Which methods decide about which channels");
        card.addBuildTimeData("signIn", users.description().orElse(""), "Which method says as whom users sign in");
        card.addBuildTimeData("webhooks", config.webhook().path(), "Where webhooks are taken");
        card.addPage(Page.webComponentPageBuilder()
                .title("Live")
                .icon("font-awesome-solid:tower-broadcast")
                .componentLink("qwc-pushcast-live.js"));
        card.addPage(Page.webComponentPageBuilder()
                .title("Routes and channels")
                .icon("font-awesome-solid:route")
                .componentLink("qwc-pushcast-routes.js")
                .staticLabel(String.valueOf(routes.size() + authorisers.size())));
        return card;
    }

    @BuildStep
    AdditionalBeanBuildItem rememberWhatIsPublished() {
        return AdditionalBeanBuildItem.unremovableOf(MessageLog.class);
    }

    @BuildStep
    JsonRPCProvidersBuildItem answerTheDevUi() {
        return new JsonRPCProvidersBuildItem(PushcastJsonRpc.class);
    }

    private static Stream<RouteRow> routes(PublishedType published) {
        return published.annotations().stream()
                .map(annotation -> new RouteRow(
                        published.type().name().toString(),
                        String.join(", ", annotation.channels()),
                        annotation.event().isEmpty() ? "(its class)" : annotation.event(),
                        annotation.orderedBy().isEmpty() ? "(its channel)" : annotation.orderedBy()));
    }

    private static Stream<RuleRow> rules(RuleMethod method) {
        return method.patterns().stream().map(pattern -> new RuleRow(pattern.toString(), method.description()));
    }

    /** One annotation. */
    record RouteRow(String type, String channels, String event, String orderedBy) {}

    /** One pattern. */
    record RuleRow(String pattern, String method) {}
}
