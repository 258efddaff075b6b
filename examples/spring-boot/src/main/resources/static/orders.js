const element = id => document.getElementById(id);
const show = (id, text) => element(id).textContent = text;
const line = text => Object.assign(document.createElement('li'), {textContent: text});
const json = async answer => answer.ok ? answer.json() : Promise.reject(new Error('HTTP status ' + answer.status));

const {customerId, key, host, port, tls} = await json(await fetch('./config'));
// Another's orders can be asked for, to see that they are refused.
const customer = new URLSearchParams(location.search).get('customer') ?? customerId;
show('customer', customer);

const pusher = new Pusher(key, {
  cluster: '',
  wsHost: host,
  wsPort: port,
  wssPort: port,
  forceTLS: tls,
  enabledTransports: ['ws', 'wss'],
  channelAuthorization: {endpoint: './pusher/auth', transport: 'ajax'}
});
pusher.connection.bind('state_change', states => show('state', states.current));

// Orders, each once, whether it was loaded, placed here, or placed elsewhere and published.
const known = new Set();
function showOrder({orderId, item, total}) {
  if (!known.has(orderId)) {
    known.add(orderId);
    element('orders').append(line(`${item}, ${total}`));
  }
}

const orders = pusher.subscribe('private-orders.' + customer);
orders.bind('order-placed', showOrder);
orders.bind('pusher:subscription_error', () => show('subscription', 'refused'));
orders.bind('pusher:subscription_succeeded', async () => {
  // Loaded only now, and again after each reconnection: so none is missed between loading and subscribing.
  (await json(await fetch('./orders'))).forEach(showOrder);
  show('subscription', 'subscribed');
});

// Who else is here.
const shop = pusher.subscribe('presence-shop');
function showVisitors() {
  const names = [];
  shop.members.each(member => names.push(member.info.name));
  element('visitors').replaceChildren(...names.sort().map(line));
}
['pusher:subscription_succeeded', 'pusher:member_added', 'pusher:member_removed']
  .forEach(change => shop.bind(change, showVisitors));

element('order').addEventListener('submit', async submitted => {
  submitted.preventDefault();
  const headers = {'Content-Type': 'application/json', 'X-XSRF-TOKEN': cookie('XSRF-TOKEN')};
  // Names this page's connection, so that the event goes to the other pages only.
  if (pusher.connection.socket_id) headers['X-Socket-ID'] = pusher.connection.socket_id;
  const body = JSON.stringify(Object.fromEntries(new FormData(submitted.target)));
  const answer = await fetch('./orders', {method: 'POST', headers, body});
  if (answer.ok) showOrder(await answer.json());
  show('answer', answer.ok ? 'Ordered' : 'Refused');
});

function cookie(name) {
  return document.cookie.split('; ').find(each => each.startsWith(name + '='))?.slice(name.length + 1) ?? '';
}
