import { LitElement, html, css } from 'lit';
import { routes, rules, signIn, webhooks } from 'build-time-data';
import '@vaadin/grid';

/** Where events go and who decides about channels, as found when the application was built. */
export class QwcPushcastRoutes extends LitElement {

    static styles = css`
        :host { display: flex; flex-direction: column; gap: 10px; padding: 10px; }
        h4 { margin: 10px 0 0 0; }
        .none { color: var(--lumo-contrast-60pct); }
    `;

    render() {
        return html`
            <h4>Events</h4>
            ${routes.length ? html`
                <vaadin-grid .items=${routes} theme="no-border wrap-cell-content" all-rows-visible>
                    <vaadin-grid-column path="type" header="Type" auto-width resizable></vaadin-grid-column>
                    <vaadin-grid-column path="channels" header="Channels" auto-width resizable></vaadin-grid-column>
                    <vaadin-grid-column path="event" header="Event name" auto-width resizable></vaadin-grid-column>
                    <vaadin-grid-column path="orderedBy" header="Ordered by" auto-width resizable></vaadin-grid-column>
                </vaadin-grid>` : html`<div class="none">No type is annotated with @PublishTo.</div>`}
            <h4>Channels</h4>
            ${rules.length ? html`
                <vaadin-grid .items=${rules} theme="no-border wrap-cell-content" all-rows-visible>
                    <vaadin-grid-column path="pattern" header="Pattern" auto-width resizable></vaadin-grid-column>
                    <vaadin-grid-column path="method" header="Decided by" auto-width resizable></vaadin-grid-column>
                </vaadin-grid>` : html`<div class="none">
                    No method is annotated with @AuthorizeChannel: every private and presence channel is refused.
                </div>`}
            <h4>Users and webhooks</h4>
            <div>${signIn ? html`Users sign in by <code>${signIn}</code>.`
                : html`No method is annotated with @AuthenticateUser: nobody can sign in.`}</div>
            <div>Webhooks are taken at <code>${webhooks}</code> and fired as CDI events.</div>
        `;
    }
}
customElements.define('qwc-pushcast-routes', QwcPushcastRoutes);
