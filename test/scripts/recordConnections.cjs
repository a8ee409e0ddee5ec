/** Which addresses does a Node process open? Loaded with `--require` into every process of VS Code's server; writes one JSON line for each. */

'use strict';

const childProcess = require('node:child_process');
const dgram = require('node:dgram');
const dns = require('node:dns');
const { appendFileSync } = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const net = require('node:net');

const file = process.env.TANDEM_CONNECTIONS_FILE;

const role = /--type=(\w+)/.exec(process.argv.join(' '))?.[1] ?? 'server';

function note(record) {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ process: role, ...record })}\n`);
}

/** Arguments come as an options object, as port and host, as a path, or as Node's own normalized array. */
function addressOf(args) {
  const list = Array.isArray(args[0]) ? args[0] : args;
  const [first, second] = list;
  if (typeof first === 'object' && first !== null)
    return first.path !== undefined && first.path !== null && first.port === undefined
      ? { path: String(first.path) }
      : { host: String(first.host ?? 'localhost'), port: Number(first.port) };
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first };
  return { host: typeof second === 'string' ? second : 'localhost', port: Number(first) };
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  note(addressOf(args));
  return connect.apply(this, args);
};

for (const holder of [dns, dns.promises]) {
  for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny']) {
    const original = holder[name];
    if (typeof original !== 'function') continue;
    holder[name] = function (host, ...rest) {
      note({ lookup: String(host) });
      return original.call(this, host, ...rest);
    };
  }
}

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  note({ datagram: args.filter((arg) => typeof arg === 'string' || typeof arg === 'number').join(' ') });
  return send.apply(this, args);
};

// VS Code takes NODE_OPTIONS out of the environment of its children, so they are told another way.
const { fork } = childProcess;
childProcess.fork = function (modulePath, args, options) {
  const [list, rest] = Array.isArray(args) ? [args, options ?? {}] : [[], args ?? {}];
  return fork.call(this, modulePath, list, {
    ...rest,
    execArgv: ['--require', __filename, ...(rest.execArgv ?? process.execArgv)],
    env: { ...(rest.env ?? process.env), TANDEM_CONNECTIONS_FILE: file },
  });
};
syncBuiltinESMExports();
note({ started: true });
