/** The daemon: opens what was kept, starts the cluster, answers until it is told to stop. */
import { rm } from 'node:fs/promises'
import type { Cluster } from '../../src/cluster/contract.ts'
import type { Clock } from '../../src/cluster/environment.ts'
import { installAddons } from '../../src/cluster/addons/install-addons.ts'
import { createCluster } from '../../src/cluster/cluster.ts'
import { configuredFacts } from '../../src/cluster/live/cluster-facts.ts'
import { createApiServer, trustClients, listenOnLoopback } from './api-server.ts'
import { loadCredentials, type Credentials } from './credentials.ts'
import { openJournal } from './journal.ts'
import { lastPort, writeKubeconfig } from './kubeconfig.ts'
import { loadBalancerOptions } from './outside/load-balancers.ts'
import { openOutside } from './outside/outside.ts'
import { claimJournal, releaseJournal } from './owner.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { ensurePrivateDirectory, writePrivateFile } from './private-files.ts'
import type { DaemonStatus } from './private-api.ts'
import { answerPrivately } from './private-api.ts'
import { holdClock, realClock, realRandom } from './real-world.ts'
import type { DaemonRecord } from './record.ts'
import { readRecord } from './record.ts'
import { settleRanges } from './ranges.ts'
import { completeReplacement } from './replace-state.ts'
import type { ServeOrder } from './start-messages.ts'
import { loadSpdy } from './streams/spdy.ts'
import { createTokenSigner } from './token-signer.ts'
import { createCertificateSigner, readAuthority, type SignerOptions } from './certificate-signer.ts'

export interface ServeOptions extends ServeOrder {
  readonly paths: StatePaths
  readonly build: string
  /** Makes the keys of a state directory that has none. */
  readonly makeCredentials: (nowMs: number) => Promise<Credentials>
  readonly log: (line: string) => void
}

export interface Serving {
  readonly record: DaemonRecord
  /** Lets the controllers begin: requests that came before are answered once they have looked at everything. */
  begin(): void
  /** Resolves when everything is closed and on disk. */
  readonly stopped: Promise<void>
  stop(): void
}

const FIRST_PORT = 26443

const listenPort = async (options: ServeOptions): Promise<number> =>
  options.port ?? (await readRecord(options.paths))?.port ?? (await lastPort(options.paths)) ?? FIRST_PORT

/** What is on disk, and the cluster that goes on with it; its controllers wait for the clock. */
async function openCluster(options: ServeOptions, clock: Clock, trust: SignerOptions['trust']) {
  const { paths } = options
  await ensurePrivateDirectory(paths.home)
  await ensurePrivateDirectory(paths.data)
  await claimJournal(paths)
  await completeReplacement(paths)
  const [credentials, authority, journal, wantedPort] = await Promise.all([
    loadCredentials(paths, Date.now(), options.makeCredentials),
    readAuthority(paths.signer),
    openJournal(paths.data),
    listenPort(options),
    loadSpdy(),
  ])
  const { objects, revision, tornBytes } = journal.contents
  if (tornBytes > 0)
    options.log(`journal: the last ${tornBytes} bytes are of a change that was not written whole, and are left out`)
  const loadBalancer = { ...loadBalancerOptions(process.platform), isOff: !options.loadBalancer }
  const ranges = await settleRanges(paths, { isNew: revision === 0, asked: options.ranges })
  const cluster = createCluster({
    clock,
    random: realRandom,
    journal,
    ranges,
    certificateAuthority: credentials.authority,
    tokenSigner: createTokenSigner(credentials.tokenKey),
    certificateSigner: createCertificateSigner({ path: paths.signer, authority, trust }),
    ...(revision === 0 ? {} : { objects, revision }),
    loadBalancer,
    readConfiguration: configuredFacts,
  })
  if (revision === 0) installAddons(cluster, { ranges, certificateAuthority: credentials.authority })
  return { cluster, credentials, authority, journal, wantedPort, loadBalancer }
}

export async function serve(options: ServeOptions): Promise<Serving> {
  const { paths, log } = options
  const clock = holdClock(realClock)
  const { cluster, credentials, authority, journal, wantedPort, loadBalancer } = await openCluster(
    options,
    clock,
    (certificate) => trustClients(server, credentials, certificate),
  )
  const outside = await openOutside(cluster, { credentials, loadBalancer: loadBalancer.isOff ? undefined : loadBalancer, log })
  const { promise: stopped, resolve: finish } = withResolvers()
  const { promise: begun, resolve: haveBegun } = withResolvers()
  const close = async (): Promise<void> => {
    server.close()
    server.closeAllConnections()
    outside.close()
    cluster.stop()
    await cluster.store.flushed().catch((error: unknown) => log(String(error)))
    await journal.close()
    await rm(paths.record, { force: true })
    await releaseJournal(paths)
  }
  const stop = once(() => setTimeout(() => void close().then(finish), ANSWER_FIRST_MS))
  const status = async (): Promise<DaemonStatus> => ({ ...record, counts: countObjects(cluster), ...(await outside.states()) })
  const answerPrivately = (request: Request): Promise<Response | undefined> => answerOwn(request, { cluster, status, stop })
  const server = createApiServer({ cluster, credentials, log, answerPrivately, begun, clientAuthority: authority?.certificate })
  const port = await listenOnLoopback(server, wantedPort, options.port !== undefined)
  const record: DaemonRecord = {
    pid: process.pid,
    port,
    build: options.build,
    startedAt: new Date().toISOString(),
    ingress: outside.ingress,
    loadBalancer: !loadBalancer.isOff,
    ...(journal.contents.tornBytes === 0 ? {} : { tornBytes: journal.contents.tornBytes }),
  }
  await Promise.all([
    cluster.store.flushed(),
    writeKubeconfig(paths, credentials, port),
    writePrivateFile(paths.record, JSON.stringify(record)),
    outside.states(),
  ])
  const begin = (): void => {
    clock.release()
    void cluster
      .settle(0)
      .then(haveBegun)
      .then(() => outside.complete())
  }
  return { record, begin, stopped, stop }
}

/** The request to stop is answered before the server closes. */
const ANSWER_FIRST_MS = 5

function once(action: () => void): () => void {
  let done = false
  return () => {
    if (!done) action()
    done = true
  }
}

type OwnApi = Parameters<typeof answerPrivately>[0]

const answerOwn = async (request: Request, api: OwnApi): Promise<Response | undefined> =>
  new URL(request.url).pathname.startsWith('/netgrade/') ? answerPrivately(api, request) : undefined

function countObjects(cluster: Cluster): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [resource] of cluster.store.entries()) counts[resource] = (counts[resource] ?? 0) + 1
  return counts
}

function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
