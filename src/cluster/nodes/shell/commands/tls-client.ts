/** How command line clients begin TLS: which certificates they trust, and what they find of those that they are shown. */
import { readCertificates, type Certificate } from '../../../../kubernetes/x509/certificate.ts'
import { verifyChain, type Verified } from '../../tls/verify-chain.ts'
import { verifyName, type NameVerdict } from '../../tls/verify-name.ts'
import type { Session } from '../session.ts'

/** What a client has found of a server's certificates. */
export interface Checked {
  /** Whom it meant to reach. */
  readonly host: string
  readonly presented: readonly Certificate[]
  readonly trusted: readonly Certificate[]
  readonly verified: Verified
  readonly name: NameVerdict | undefined
  /** Why it does not even begin: exit code and words. */
  readonly unready?: readonly [exitCode: number, message: string]
}

export const isFaultless = ({ verified, name }: Checked): boolean => verified.fault === undefined && name?.fits === true

/** Where images keep the authorities that the world trusts. DIFFERS: of these nobody signs anything within a cluster, and the file is empty (curl-tls.test.ts). */
export const BUNDLE = '/etc/ssl/certs/ca-certificates.crt'
export const BUNDLE_FOLDER = '/etc/ssl/certs'

/** The certificates of a file; undefined where there is none that can be read. */
export const readBundle = (session: Session, path: string): readonly Certificate[] | undefined => {
  const text = session.instance.setup.files.read(session.pathOf(path))
  return text === undefined ? undefined : readCertificates(text)
}

/** Those that a container's user has put where the world's are. */
export const readDefaultBundle = (session: Session): readonly Certificate[] =>
  readBundle(session, session.instance.setup.env['SSL_CERT_FILE'] ?? BUNDLE) ?? []

export const readFolder = (session: Session, folder: string): readonly Certificate[] =>
  session.instance.setup.files
    .list(session.pathOf(folder).replace(/\/$/u, ''))
    .flatMap((path) => readCertificates(session.instance.setup.files.read(path) ?? '') ?? [])

interface Meeting {
  readonly host: string
  readonly presented: readonly Certificate[]
  readonly trusted: readonly Certificate[]
}

export async function check(session: Session, { host, presented, trusted }: Meeting): Promise<Checked> {
  const [leaf] = presented
  const verified = await verifyChain(presented, { trusted, nowMs: session.world.clock.now() })
  return { host, presented, trusted, verified, name: leaf === undefined ? undefined : verifyName(leaf, host) }
}
