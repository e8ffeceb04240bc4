/** What `grade up --on kind` was asked for: by options, else by the environment. */
import {
  NETWORK_PLUGINS,
  parsePortRange,
  type AskedSettings,
  type NetworkPlugin,
  type PortRange,
} from '../../environments/kind/settings.ts'
import type { AskedCluster } from '../../environments/kind/up.ts'
import type { Cli } from '../../terminal/cli.ts'
import { Problem } from '../../terminal/problem.ts'
import { readIngress } from './ingress-file.ts'

/** What commander makes of the options; all of them are texts that are read here, since the environment gives texts, too. */
export interface KindOptions {
  readonly nodeImage?: string
  readonly httpPort?: string
  readonly httpsPort?: string
  readonly nodePorts?: string
  readonly cni?: string
  readonly ingress?: string
  readonly ingressImage?: string
  readonly load?: readonly string[]
}

/** Options and the variables that stand for them. */
export const KIND_OPTIONS = {
  nodeImage: ['--node-image', 'NETGRADE_KIND_NODE_IMAGE'],
  httpPort: ['--http-port', 'NETGRADE_KIND_HTTP_PORT'],
  httpsPort: ['--https-port', 'NETGRADE_KIND_HTTPS_PORT'],
  nodePorts: ['--node-ports', 'NETGRADE_KIND_NODE_PORTS'],
  cni: ['--cni', 'NETGRADE_KIND_CNI'],
  ingress: ['--ingress', 'NETGRADE_KIND_INGRESS'],
  ingressImage: ['--ingress-image', 'NETGRADE_KIND_INGRESS_IMAGE'],
  load: ['--load', 'NETGRADE_KIND_LOAD'],
} as const satisfies Record<keyof KindOptions, readonly [option: string, variable: string]>

/** A value with the name that it was given under. */
interface Given {
  readonly text: string
  readonly name: string
}

const refuse = ({ text, name }: Given, allowed: string): Problem =>
  new Problem('option-argument', { reason: `${name} ${text}: ${allowed}` })

const readPort = (given: Given): number => {
  const port = Number(given.text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw refuse(given, '1–65535')
  return port
}

const readRange = (given: Given): PortRange => {
  const range = parsePortRange(given.text)
  if (range === undefined) throw refuse(given, '30000-30100, 31000-31100:30000-30100')
  return range
}

const readPlugin = (given: Given): NetworkPlugin => {
  const plugin = NETWORK_PLUGINS.find((name) => name === given.text)
  if (plugin === undefined) throw refuse(given, NETWORK_PLUGINS.join(', '))
  return plugin
}

/** Fails with `option-argument` where a value cannot be what it is for, with `kind-ingress-unreadable` where a manifest is not there. */
export function readAsked(options: KindOptions, { environment }: Pick<Cli, 'environment'>): AskedCluster {
  const find = (key: keyof Omit<KindOptions, 'load'>): Given | undefined => {
    const [option, variable] = KIND_OPTIONS[key]
    const [stated, inherited] = [options[key], environment[variable] ?? '']
    if (stated !== undefined) return { text: stated, name: option }
    return inherited === '' ? undefined : { text: inherited, name: variable }
  }
  const read = <Key extends keyof AskedSettings>(
    key: Key & keyof Omit<KindOptions, 'load'>,
    how: (given: Given) => NonNullable<AskedSettings[Key]>,
  ): Partial<Pick<AskedSettings, Key>> => {
    const given = find(key)
    return (given === undefined ? {} : { [key]: how(given) }) as Partial<Pick<AskedSettings, Key>>
  }
  const text = ({ text: given }: Given): string => given
  return {
    settings: {
      ...read('nodeImage', text),
      ...read('httpPort', readPort),
      ...read('httpsPort', readPort),
      ...read('nodePorts', readRange),
      ...read('cni', readPlugin),
      ...read('ingress', (given) => readIngress(given.text)),
      ...read('ingressImage', text),
    },
    load: options.load ?? (environment[KIND_OPTIONS.load[1]] ?? '').split(/\s+/u).filter((image) => image !== ''),
  }
}
