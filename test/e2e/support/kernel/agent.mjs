/**
 * Runs inside a network namespace: answers on the ports it is given with what it sees, and probes on demand.
 * `node agent.mjs NAME LISTENERS`; one JSON object a line on standard input, one on standard output.
 */
import dgram from 'node:dgram'
import net from 'node:net'
import { createInterface } from 'node:readline'

const [name = '', listeners = '[]'] = process.argv.slice(2)
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)
const plain = (address) => (address ?? '').replace(/^::ffff:/, '')
const answer = (address) => JSON.stringify({ server: name, seen: plain(address) })

const listen = ({ protocol, port }) =>
  new Promise((resolve, reject) => {
    if (protocol === 'TCP') {
      const server = net.createServer((socket) => {
        socket.on('error', () => undefined)
        socket.end(answer(socket.remoteAddress))
      })
      server.once('error', reject).listen(port, '::', resolve)
    } else {
      const socket = dgram.createSocket('udp6')
      socket.on('message', (_message, from) => socket.send(answer(from.address), from.port, from.address))
      socket.once('error', reject).bind(port, '::', resolve)
    }
  })

const verdictOf = (error) => (error?.code === 'ECONNREFUSED' ? { verdict: 'refused' } : { verdict: error?.code ?? 'unknown' })

const probeTcp = ({ host, port, localAddress, timeoutMs }) =>
  new Promise((resolve) => {
    let text = ''
    const socket = net.connect({ host, port, ...(localAddress === undefined ? {} : { localAddress }) })
    const timer = setTimeout(() => finish({ verdict: 'timed-out' }), timeoutMs)
    const finish = (result) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    socket.on('data', (data) => (text += data))
    socket.on('end', () => finish({ verdict: 'connected', ...JSON.parse(text) }))
    socket.on('error', (error) => finish(verdictOf(error)))
  })

const probeUdp = ({ host, port, localAddress, timeoutMs }) =>
  new Promise((resolve) => {
    const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4')
    const timer = setTimeout(() => finish({ verdict: 'timed-out' }), timeoutMs)
    const finish = (result) => {
      clearTimeout(timer)
      socket.close()
      resolve(result)
    }
    socket.on('message', (message) => finish({ verdict: 'connected', ...JSON.parse(message.toString()) }))
    socket.on('error', (error) => finish(verdictOf(error)))
    socket.bind(0, localAddress, () => socket.connect(port, host, () => socket.send('?')))
  })

for (const listener of JSON.parse(listeners)) await listen(listener)
say({ ready: true })
for await (const line of createInterface({ input: process.stdin })) {
  const probe = JSON.parse(line)
  void (probe.protocol === 'UDP' ? probeUdp(probe) : probeTcp(probe)).then((result) => say({ id: probe.id, ...result }))
}
process.exit(0)
