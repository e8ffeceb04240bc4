/** What the add-ons of a cluster have to know of it. */
export interface AddonsSetup {
  /** One of a family. */
  readonly podCidrs: readonly string[]
  readonly serviceCidrs: readonly string[]
  readonly dnsServiceIp: string
  /** Where components find the API server. */
  readonly apiServer: string
  /** Whom they trust: PEM. */
  readonly certificateAuthority: string
}
