/** What the server knows of the learner, who works in a terminal beside it. */

/** The learner's own cluster as it is now. */
export interface OwnCluster {
  /** As `grade trace FILE` takes them. */
  readonly manifests: string
  /** Of objects in them. */
  readonly count: number
}

/** Nothing here changes anything of the learner's. */
export interface Learner {
  /** The file in which the terminal keeps progress; it need not exist yet. */
  readonly progressFile?: string
  /** Resolves with undefined where no cluster runs. */
  readonly cluster: () => Promise<OwnCluster | undefined>
}
