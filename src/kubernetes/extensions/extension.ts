/** Kinds of SIG Network that real clusters install as CustomResourceDefinitions, and that are served here as built in. */

/** A kind as discovery tells it. */
export interface ResourceRow {
  readonly kind: string
  /** The kind in lower case with an `s`, where absent. */
  readonly plural?: string
  /** Short names, separated by spaces. */
  readonly short?: string
  /** Categories, separated by spaces. */
  readonly categories?: string
  /** Not namespaced. */
  readonly cluster?: boolean
  /** Reviews: answered, never stored. */
  readonly createOnly?: boolean
  /** Worked out when asked for, never stored. */
  readonly readOnly?: boolean
  /** Without the resource's own name, separated by spaces. */
  readonly subresources?: string
}

/** Kinds of one version of a group. */
export interface Extension {
  /** `gateway.networking.k8s.io/v1` */
  readonly apiVersion: string
  readonly resources: readonly ResourceRow[]
  /** Kind to the name of its structure. */
  readonly roots: Readonly<Record<string, string>>
}

/** What kinds are made of, in the notation of `generated/structure.ts`; names must not be those of other structures. */
export interface ExtensionSchema {
  readonly structures: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** True where required texts and numbers that are absent are told as missing, as schemas do; else they read as zero, as in Go. */
  readonly absentStaysAbsent?: boolean
  /** By structure and field, what values there are. */
  readonly enumerations?: Readonly<Record<string, readonly string[]>>
  /** By structure and field, in our own words; by `Structure.` alone, of the structure itself. */
  readonly descriptions?: Readonly<Record<string, string>>
}
