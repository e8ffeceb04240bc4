/**
 * The signers of Kubernetes itself: which requests they take, and how long their certificates hold.
 * @see k8s.io/kubernetes pkg/controller/certificates/signer and pkg/apis/certificates/helpers.go, v1.34
 */

/** What a request in PKCS #10 asks for. */
export interface AskedCertificate {
  readonly commonName: string
  readonly organizations: readonly string[]
  /** Of the subject's alternative names. */
  readonly dns: readonly string[]
  readonly ips: readonly string[]
  readonly emails: readonly string[]
  readonly uris: readonly string[]
}

/** Signs with the cluster's authority. */
export interface CertificateSigner {
  /** Rejects where the text is no request. */
  read(pem: string): Promise<AskedCertificate>
  /** The certificate in PEM. Usages are those of a CertificateSigningRequest; times are milliseconds since 1970. */
  sign(
    pem: string,
    terms: { readonly usages: readonly string[]; readonly notBeforeMs: number; readonly notAfterMs: number },
  ): Promise<string>
}

type Refuse = (asked: AskedCertificate, usages: readonly string[]) => string | undefined

const ENCIPHERMENT = 'key encipherment'
const SIGNATURE = 'digital signature'
const NODE_PREFIX = 'system:node:'

const forClients: Refuse = (_asked, usages) => {
  const other = usages.find((usage) => ![SIGNATURE, ENCIPHERMENT, 'client auth'].includes(usage))
  if (other !== undefined) return `invalid usage for client certificate: ${other}`
  return usages.includes('client auth') ? undefined : 'missing required usage for client certificate: client auth'
}

/** With or without the one that keys of elliptic curves cannot have. */
const refuseUsages = (usages: readonly string[], purpose: string): string | undefined => {
  const given = new Set(usages.filter((usage) => usage !== ENCIPHERMENT))
  if (given.size === 2 && given.has(SIGNATURE) && given.has(purpose)) return undefined
  return `usages did not match [${[SIGNATURE, ENCIPHERMENT, purpose].sort().join(' ')}]`
}

const refuseName = ({ commonName }: AskedCertificate): string | undefined =>
  commonName.startsWith(NODE_PREFIX) ? undefined : `subject common name does not begin with ${NODE_PREFIX}`

const refuseOrganization = ({ organizations }: AskedCertificate): string | undefined =>
  organizations.length === 1 && organizations[0] === 'system:nodes' ? undefined : 'subject organization is not system:nodes'

const notAllowed = (kind: string, names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : `${kind} subjectAltNames are not allowed`

const forKubelets: Refuse = (asked, usages) =>
  refuseOrganization(asked) ??
  notAllowed('DNS', asked.dns) ??
  notAllowed('Email', asked.emails) ??
  notAllowed('IP', asked.ips) ??
  notAllowed('URI', asked.uris) ??
  refuseName(asked) ??
  refuseUsages(usages, 'client auth')

const forServing: Refuse = (asked, usages) =>
  refuseOrganization(asked) ??
  (asked.dns.length + asked.ips.length === 0 ? 'DNS or IP subjectAltName is required' : undefined) ??
  notAllowed('Email', asked.emails) ??
  notAllowed('URI', asked.uris) ??
  refuseUsages(usages, 'server auth') ??
  refuseName(asked)

const SIGNERS: Readonly<Record<string, Refuse>> = {
  'kubernetes.io/kube-apiserver-client': forClients,
  'kubernetes.io/kube-apiserver-client-kubelet': forKubelets,
  'kubernetes.io/kubelet-serving': forServing,
}

/** How a signer refuses; undefined for one that somebody else has to serve. */
export const signerOf = (signerName: string): Refuse | undefined => SIGNERS[signerName]

const MINUTE_MS = 60_000
/** Clocks of clients may be so far behind. */
const BACKDATE_MS = 5 * MINUTE_MS
const LONGEST_MS = 365 * 24 * 60 * MINUTE_MS
/** Certificates that hold less long hold their whole time from now on. */
const SHORT_MS = 8 * 60 * MINUTE_MS

export const validityFrom = (
  nowMs: number,
  expirationSeconds: number | undefined,
): { readonly notBeforeMs: number; readonly notAfterMs: number } => {
  const lifetimeMs = Math.min(LONGEST_MS, (expirationSeconds ?? Infinity) * 1000)
  const notBeforeMs = nowMs - BACKDATE_MS
  return { notBeforeMs, notAfterMs: (lifetimeMs < SHORT_MS ? nowMs : notBeforeMs) + lifetimeMs }
}
