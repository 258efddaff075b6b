import { LitElement, html, css } from 'lit';
import { JsonRpc } from 'jsonrpc';
import '@vaadin/grid';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import '@vaadin/button';
import '@vaadin/text-field';
import '@vaadin/text-area';

const SHOWN = 200;

/** What is published right now, and a form to publish a test event. */
export class QwcPushcastLive extends LitElement {

    jsonRpc = new JsonRpc(this);

    static styles = css`
        :host { display: flex; flex-direction: column; gap: 10px; padding: 10px; height: 100%; }
        .form { display: flex; gap: 10px; align-items: flex-end; flex-wrap: wrap; }
        .payload { flex-grow: 1; }
        .connection, .answer { color: var(--lumo-contrast-70pct); }
        .failed { color: var(--lumo-error-text-color); }
        vaadin-grid { flex-grow: 1; min-height: 200px; }
    `;

    static properties = {
        _messages: { state: true },
        _connection: { state: true },
        _answer: { state: true },
        _failed: { state: true },
    };

    constructor() {
        super();
        this._messages = [];
        this._connection = null;
        this._answer = '';
        this._failed = false;
    }

    connectedCallback() {
        super.connectedCallback();
        this._stream = this.jsonRpc.published().onNext(response => this._show(response.result));
        this.jsonRpc.recent().then(response => {
            this._messages = response.result;
        });
        this._refresh();
    }

    disconnectedCallback() {
        this._stream.cancel();
        super.disconnectedCallback();
    }

    render() {
        return html`
            ${this._connectionLine()}
            <div class="form">
                <vaadin-text-field id="channel" label="Channel" value="test"></vaadin-text-field>
                <vaadin-text-field id="event" label="Event" value="test-event"></vaadin-text-field>
                <vaadin-text-field id="payload" class="payload" label="Payload (JSON)" value='{"hello":"world"}'>
                </vaadin-text-field>
                <vaadin-button id="send" theme="primary" @click=${() => this._send()}>Send</vaadin-button>
            </div>
            <div class="answer ${this._failed ? 'failed' : ''}" id="answer">${this._answer}</div>
            <vaadin-grid .items=${this._messages} theme="no-border row-stripes wrap-cell-content">
                <vaadin-grid-column header="Time" width="9em" flex-grow="0"
                    ${columnBodyRenderer(message => new Date(message.time).toLocaleTimeString(), [])}>
                </vaadin-grid-column>
                <vaadin-grid-column header="Channels" resizable
                    ${columnBodyRenderer(message => this._whole(message.channels), [])}></vaadin-grid-column>
                <vaadin-grid-column header="Event" resizable
                    ${columnBodyRenderer(message => this._whole(message.event), [])}></vaadin-grid-column>
                <vaadin-grid-column header="Payload" flex-grow="3" resizable
                    ${columnBodyRenderer(message => this._whole(message.data), [])}></vaadin-grid-column>
                <vaadin-grid-column header="Outcome" flex-grow="2" resizable
                    ${columnBodyRenderer(message => this._outcome(message.outcome), [])}></vaadin-grid-column>
            </vaadin-grid>
        `;
    }

    /** All of it, also what has no space at which it could be broken. */
    _whole(text) {
        return html`<span style="white-space: pre-wrap; overflow-wrap: anywhere">${text}</span>`;
    }

    _outcome(text) {
        const failed = text !== 'delivered' && text !== 'on its way';
        return html`<span style="white-space: pre-wrap; overflow-wrap: anywhere;
            ${failed ? 'color: var(--lumo-error-text-color)' : ''}">${text}</span>`;
    }

    _connectionLine() {
        const app = this._connection;
        return app ? html`
            <div class="connection">
                App ${app.appId} at <code>${app.tls ? 'wss' : 'ws'}://${app.host}:${app.port}</code>, key
                <code>${app.key}</code>: ${app.server}, ${app.buffered} waiting
            </div>` : '';
    }

    _send() {
        const value = id => this.renderRoot.querySelector('#' + id).value;
        this.jsonRpc.send({
            channel: value('channel'),
            event: value('event'),
            payload: value('payload'),
        }).then(response => {
            this._answer = response.result;
            this._failed = response.result.startsWith('Not ') || response.result.startsWith('The payload');
            this._refresh();
        }).catch(error => {
            this._answer = 'Not sent: ' + (error?.error?.message ?? error?.message ?? error);
            this._failed = true;
        });
    }

    _refresh() {
        this.jsonRpc.connection().then(response => {
            this._connection = response.result;
        });
    }

    _show(message) {
        const others = this._messages.filter(each => each.id !== message.id);
        this._messages = [message, ...others].slice(0, SHOWN);
    }
}
customElements.define('qwc-pushcast-live', QwcPushcastLive);
