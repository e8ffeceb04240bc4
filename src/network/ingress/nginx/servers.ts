/** The nginx configuration that ingress-nginx makes of Ingresses: servers by host, locations by path. */
import type { HTTPIngressPath, Ingress, IngressBackend } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { namespaceOf } from '../../state.ts'
import type { StatedBackend } from '../stated-backend.ts'
import { readSettings } from './settings.ts'
import type { CanarySettings, NginxSettings } from './settings.ts'

/** The name of the server that takes every host no other server has. */
export const CATCH_ALL = '_'

export interface NginxLocation {
  readonly path: string
  readonly match: 'exact' | 'prefix'
  /** Absent where the controller's own default backend answers: 404. */
  readonly stated?: StatedBackend
  /** The location of `/` that every server has, as long as no rule claims it. */
  readonly isDefault: boolean
  readonly settings?: NginxSettings
  /** The Ingress whose rule, or default backend, this is. */
  readonly ingress?: Ingress
  readonly canary?: { readonly stated: StatedBackend; readonly settings: CanarySettings }
}

export interface NginxServer {
  readonly host: string
  readonly aliases: readonly string[]
  readonly hasTls: boolean
  readonly locations: readonly NginxLocation[]
  /** The Ingresses that have rules for this host, oldest first. */
  readonly ingresses: readonly Ingress[]
}

type Servers = Map<string, NginxServer>

interface RulePath {
  readonly host: string
  readonly rulePath: HTTPIngressPath
  readonly stated: StatedBackend
  readonly ingress: Ingress
  readonly settings: NginxSettings
}

/**
 * Servers of the given Ingresses, which are in the order of their age (I14, I18, I20).
 * @see ingress-nginx internal/ingress/controller/controller.go (createServers, getBackendServers), version 1.12
 */
export function buildServers(ingresses: readonly Ingress[]): ReadonlyMap<string, NginxServer> {
  const all = ingresses.map((ingress) => ({ ingress, settings: readSettings(ingress) }))
  const ordinary = all.filter(({ settings }) => settings.canary === undefined)
  const servers: Servers = new Map([[CATCH_ALL, catchAllServer(ordinary)]])
  for (const { ingress, settings } of ordinary) addServers(servers, ingress, settings)
  for (const rulePath of ordinary.flatMap(pathsOf)) addLocation(servers, rulePath)
  for (const rulePath of all.filter(({ settings }) => settings.canary !== undefined).flatMap(pathsOf))
    addCanary(servers, rulePath)
  return servers
}

interface Settled {
  readonly ingress: Ingress
  readonly settings: NginxSettings
}

/** An Ingress without rules gives its backend to the hosts that nobody claims; its rewrites do not count there. */
function catchAllServer(all: readonly Settled[]): NginxServer {
  const owner = all.find(
    ({ ingress: { spec } }) => spec?.defaultBackend?.service !== undefined && (spec.rules ?? []).length === 0,
  )
  const root: NginxLocation =
    owner === undefined
      ? { path: '/', match: 'prefix', isDefault: true }
      : {
          path: '/',
          match: 'prefix',
          isDefault: false,
          ...statedDefault(owner.ingress),
          ingress: owner.ingress,
          settings: { ...owner.settings, rewriteTarget: '', useRegex: false, appRoot: '' },
        }
  return { host: CATCH_ALL, aliases: [], hasTls: false, locations: [root], ingresses: [] }
}

function statedDefault(ingress: Ingress): { readonly stated?: StatedBackend } {
  const backend = ingress.spec?.defaultBackend
  return backend?.service === undefined ? {} : { stated: statedBackend(ingress, backend, 'spec.defaultBackend') }
}

const statedBackend = (ingress: Ingress, backend: IngressBackend, path: string): StatedBackend => ({
  namespace: namespaceOf(ingress),
  backend,
  where: { object: referenceTo(ingress), path },
})

const hostOf = (host: string | undefined): string => (host === undefined || host === '' ? CATCH_ALL : host.toLowerCase())

function addServers(servers: Servers, ingress: Ingress, settings: NginxSettings): void {
  for (const { host: stated } of ingress.spec?.rules ?? []) {
    const host = hostOf(stated)
    const known = servers.get(host)
    const hasTls = host !== CATCH_ALL && (ingress.spec?.tls ?? []).length > 0
    if (known === undefined) {
      const root: NginxLocation = { path: '/', match: 'prefix', isDefault: true, ...statedDefault(ingress), settings, ingress }
      servers.set(host, { host, aliases: settings.serverAliases, hasTls, locations: [root], ingresses: [ingress] })
    } else {
      const others = known.ingresses.filter((one) => one !== ingress)
      servers.set(host, {
        ...known,
        hasTls: known.hasTls || hasTls,
        aliases: [...known.aliases, ...settings.serverAliases],
        ingresses: [...others, ingress],
      })
    }
  }
}

const pathsOf = ({ ingress, settings }: Settled): readonly RulePath[] =>
  (ingress.spec?.rules ?? []).flatMap(({ host, http }, index) =>
    (http?.paths ?? []).flatMap((rulePath, place) => {
      if (rulePath.backend.service === undefined) return []
      const stated = statedBackend(ingress, rulePath.backend, `spec.rules[${index}].http.paths[${place}]`)
      return [{ host: hostOf(host), rulePath, stated, ingress, settings }]
    }),
  )

/** `ImplementationSpecific` is Prefix (I6). */
const matchOf = ({ pathType }: HTTPIngressPath): NginxLocation['match'] => (pathType === 'Exact' ? 'exact' : 'prefix')

const pathOf = ({ path }: HTTPIngressPath): string => (path === undefined || path === '' ? '/' : path)

const isSamePlace = (location: NginxLocation, rulePath: HTTPIngressPath): boolean =>
  location.path === pathOf(rulePath) && location.match === matchOf(rulePath)

/** The first rule for a path has it; the default location of `/` gives way. */
function addLocation(servers: Servers, { host, rulePath, stated, settings, ingress }: RulePath): void {
  const server = servers.get(host)
  if (server === undefined) return
  const location: NginxLocation = {
    path: pathOf(rulePath),
    match: matchOf(rulePath),
    stated,
    isDefault: false,
    settings,
    ingress,
  }
  const present = server.locations.find((one) => isSamePlace(one, rulePath))
  if (present?.isDefault === false) return
  const locations =
    present === undefined ? [...server.locations, location] : server.locations.map((one) => (one === present ? location : one))
  servers.set(host, { ...server, locations })
}

/** A canary adds to a location that an ordinary Ingress made; the first one counts (I19). */
function addCanary(servers: Servers, { host, rulePath, stated, settings }: RulePath): void {
  const server = servers.get(host)
  if (server === undefined || settings.canary === undefined) return
  const canary = { stated, settings: settings.canary }
  const locations = server.locations.map((one) =>
    isSamePlace(one, rulePath) && !one.isDefault && one.canary === undefined ? { ...one, canary } : one,
  )
  servers.set(host, { ...server, locations })
}

/** True where the location rewrites, which makes all paths of its server regular expressions (I15). */
export const rewrites = ({ path, settings }: NginxLocation): boolean =>
  settings !== undefined && settings.rewriteTarget !== '' && settings.rewriteTarget !== path

export const usesRegex = ({ locations }: NginxServer): boolean =>
  locations.some((location) => rewrites(location) || location.settings?.useRegex === true)
