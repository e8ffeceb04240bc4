/** Commands of a container's shell that touch the network or the cluster's clock. The rest is the shell's own. */
import { AGNHOST_CLIENTS, findProgram, SERVER_NAMES } from '../../programs/programs.ts'
import type { ContainerInstance } from '../../container-instance.ts'
import { isBusybox } from '../../userland.ts'
import { done, fail, type Command } from '../session.ts'
import { agnhost } from './agnhost.ts'
import { curl } from './curl.ts'
import { ip6tables, ip6tablesSave, iptables, iptablesSave, nft } from './firewall.ts'
import { busybox, hostname, nproc, ps, sleep, uptime, yes } from './host-tools.ts'
import { id, tty, uname, whoami } from './identity.ts'
import { arp } from './arp.ts'
import { ifconfig, route } from './ifconfig.ts'
import { ip } from './ip.ts'
import { dig } from './dig.ts'
import { host } from './host.ts'
import { getent, nslookup } from './lookup.ts'
import { netcat } from './netcat.ts'
import { isListening, netcatServer } from './netcat-server.ts'
import { apk, apt, aptGet } from './package-managers.ts'
import { pager } from './pager.ts'
import { ping, traceroute } from './ping.ts'
import { netstat, ss } from './sockets.ts'
import { df, free, mount } from './storage.ts'
import { stty } from './stty.ts'
import { sort } from './text-tools.ts'
import { redisCli } from './redis-cli.ts'
import { telnet } from './telnet.ts'
import { top } from './top.ts'
import { wget } from './wget.ts'

const SIGQUIT = 3
const SIGTERM = 15

/** What `nginx -s` has the container's server do. */
function signalNginx(instance: ContainerInstance, args: readonly string[]): void {
  const name = args.includes('-s') ? args[args.indexOf('-s') + 1] : undefined
  if (name === 'reload') instance.reload()
  if (name === 'quit' || name === 'stop') instance.receiveSignal(name === 'quit' ? SIGQUIT : SIGTERM)
}

/** Starts a server, which runs until it is stopped, or until its container ends where it goes into the background. */
const serve =
  (name: string): Command =>
  async (args, session) => {
    const { instance } = session
    await session.flush()
    const program = findProgram([name, ...args], isBusybox(instance.setup.image))
    if (program === undefined) return fail(`sh: ${name}: not found\n`, 127)
    const result = program.start(instance.contextFor([name, ...args], { cwd: session.pathOf('.') }))
    if (name === 'nginx' && result.kind === 'exits' && result.code === 0) signalNginx(instance, args)
    if (result.kind === 'exits') return { stdout: result.output ?? '', stderr: result.errors ?? '', exitCode: result.code }
    if (result.kind === 'waits') {
      if (result.milliseconds === undefined) return session.waitForever()
      await session.wait(result.milliseconds)
      return done(result.output ?? '')
    }
    if (!instance.serve(result, [name, ...args])) return fail('', 1)
    if (result.isDaemon === true) return done('')
    try {
      return await session.waitForever()
    } finally {
      instance.stopServing(result)
    }
  }

const nc: Command = (args, session, stdin) =>
  isListening(args) ? netcatServer(args, session, stdin) : netcat(args, session, stdin)

const CLIENTS: Readonly<Record<string, Command>> = {
  wget,
  'redis-cli': redisCli,
  'valkey-cli': redisCli,
  curl,
  nc,
  netcat: nc,
  telnet,
  nslookup,
  dig,
  host,
  getent,
  ping,
  ping6: ping,
  traceroute,
  ip,
  arp,
  ifconfig,
  netstat,
  ss,
  route,
  iptables,
  'iptables-save': iptablesSave,
  ip6tables,
  'ip6tables-save': ip6tablesSave,
  nft,
  ps,
  df,
  mount,
  free,
  hostname,
  id,
  sleep,
  sort,
  stty,
  tty,
  uname,
  whoami,
  yes,
  less: pager('less'),
  more: pager('more'),
  nproc,
  top,
  apk,
  apt,
  'apt-get': aptGet,
  uptime,
  busybox,
}

export const COMMANDS: Readonly<Record<string, Command>> = {
  ...Object.fromEntries(SERVER_NAMES.filter((name) => /^[\w.-]+$/u.test(name)).map((name) => [name, serve(name)])),
  httpd: serve('httpd'),
  agnhost: (args, session, stdin) =>
    AGNHOST_CLIENTS.has(args[0] ?? '') ? agnhost(args, session, stdin) : serve('agnhost')(args, session, stdin),
  ...CLIENTS,
}
