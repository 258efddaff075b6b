// An ordinary use of pusher-js: ?key=…&port=…&user=…&channel=…&channel=…[&signin][&watch=…,…]
const query = new URLSearchParams(location.search);
const user = query.get('user');
const show = (id, text) => { document.getElementById(id).textContent = text; };

function line(list, text) {
  const item = document.createElement('li');
  item.textContent = text;
  document.getElementById(list).append(item);
  return item;
}

function subscribe(name) {
  const channel = receiveLargePayloads(pusher.subscribe(name));
  const item = line('subscriptions', `${name} pending`);
  pusher.connection.bind('connecting', () => { item.textContent = `${name} pending`; });
  channel.bind('pusher:subscription_succeeded', () => { item.textContent = `${name} subscribed`; });
  channel.bind('pusher:subscription_error', error => { item.textContent = `${name} refused ${error.status}`; });
  channel.bind('pusher:cache_miss', () => line('events', `${name} has nothing`));
  channel.bind('pusher:subscription_count', data => show('count', data.subscription_count));
  channel.bind_global((event, data) => {
    if (!event.startsWith('pusher:') && !['pushcast-chunk', 'pushcast-gzip'].includes(event)) {
      line('events', `${event} ${JSON.stringify(data)}`);
    }
  });
  if (name.startsWith('presence-')) {
    const members = () => {
      document.getElementById('members').replaceChildren();
      channel.members.each(member => line('members', `${member.id} ${member.info.name}`));
    };
    for (const change of ['subscription_succeeded', 'member_added', 'member_removed']) {
      channel.bind(`pusher:${change}`, members);
    }
  }
}

show('user', user);
const pusher = new Pusher(query.get('key'), {
  cluster: '',
  wsHost: location.hostname,
  wsPort: query.get('port'),
  forceTLS: false,
  enabledTransports: ['ws'],
  channelAuthorization: { endpoint: '/pusher/auth', params: { user } },
  userAuthentication: { endpoint: '/pusher/user-auth', params: { user, watch: query.get('watch') || '' } },
});
pusher.connection.bind('state_change', change => show('state', change.current));
pusher.connection.bind('connected', () => show('socket', pusher.connection.socket_id));
pusher.bind('pusher:signin_success', () => show('signed-in', 'yes'));
pusher.user.bind_global((event, data) => line('events', `to ${user}: ${event} ${JSON.stringify(data)}`));
for (const change of ['online', 'offline']) {
  pusher.user.watchlist.bind(change, event => line('events', `${change}: ${event.user_ids.join(' ')}`));
}
query.getAll('channel').forEach(subscribe);
if (query.has('signin')) {
  pusher.signin();
}
