// Preloaded into soketi: writes each event that it accepts to the file ACCEPTED, before the request is answered. What is
// written stays when the process is killed.
const fs = require('fs');
const path = require('path');

const dist = path.resolve(path.dirname(process.argv[1]), '../dist');
const { HttpHandler } = require(path.join(dist, 'http-handler.js'));
const accepted = fs.openSync(process.env.ACCEPTED, 'a');
const broadcast = HttpHandler.prototype.broadcastMessage;

HttpHandler.prototype.broadcastMessage = function (message, appId) {
  fs.writeSync(accepted, message.channels.map(channel => `${channel} ${message.data}\n`).join(''));
  return broadcast.call(this, message, appId);
};
