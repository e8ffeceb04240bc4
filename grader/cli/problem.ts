/** What went wrong, in the order a reader needs it. One sentence each, without a full stop where it is a path or a value. */
export interface ProblemText {
  readonly what: string
  readonly where?: string
  readonly why?: string
  readonly todo: string
}

/** Exit code 2: the command line or what was submitted. Exit code 3: our own or the environment's fault, never scored. */
const EXIT_CODES = {
  'unknown-command': 2,
  'unknown-option': 2,
  'option-argument': 2,
  'too-many-arguments': 2,
  'unknown-task': 2,
  'unknown-variant': 2,
  'section-is-concept': 2,
  'option-not-for-section': 2,
  'answers-unreadable': 2,
  'answers-missing': 2,
  'unknown-cause': 2,
  'unknown-format': 2,
  'file-unreadable': 2,
  'file-missing': 2,
  'folder-empty': 2,
  'option-not-here': 2,
  'no-pods': 2,
  'manifests-refused': 2,
  'policies-unknown': 2,
  'end-unreadable': 2,
  'unknown-end': 2,
  'pods-unreadable': 2,
  'service-unreadable': 2,
  'unknown-service': 2,
  'unknown-node': 2,
  'output-unwritable': 3,
  'unknown-shell': 2,
  'start-needs-force': 2,
  'confirm-reset': 2,
  'confirm-import': 2,
  'archive-unreadable': 2,
  'progress-unreadable': 2,
  'unknown-exam': 2,
  'exam-roster-unreadable': 2,
  'roster-unreadable': 2,
  'exam-secret-unreadable': 2,
  'exam-secret-missing': 2,
  'exam-package-unreadable': 2,
  'exam-code-wrong': 2,
  'exam-code-missing': 2,
  'exam-undrawable': 2,
  'no-exam': 2,
  'exam-running': 2,
  'exam-not-open': 2,
  'exam-closed': 2,
  'exam-needs-consent': 2,
  'exam-over': 2,
  'exam-item-unknown': 2,
  'exam-item-closed': 2,
  'exam-item-locks': 2,
  'exam-answer-unreadable': 2,
  'exam-not-submitted': 2,
  'in-exam': 2,
  'results-unreadable': 2,
  'exam-nothing-counts': 2,
  'batch-unreadable': 2,
  'batch-empty': 2,
  'batch-settings': 2,
  'batch-unfinished': 2,
  'batch-locked': 3,
  'batch-no-folder': 2,
  'merge-no-batch': 2,
  'merge-mixed': 2,
  'merge-incomplete': 2,
  'merge-twice': 2,
  'report-unreadable': 2,
  'report-needs-learner': 2,
  'not-running': 3,
  'not-built': 3,
  'state-directory-unwritable': 3,
  'state-directory-full': 3,
  'state-damaged': 3,
  'port-taken': 3,
  'ranges-fixed': 2,
  'daemon-died': 3,
  'daemon-silent': 3,
  'daemon-refused': 3,
  'lock-held': 3,
  'kubeconfig-unusable': 3,
  'kubeconfig-broken': 3,
  'context-missing': 2,
  'context-unknown': 2,
  'context-alone': 2,
  'file-and-cluster': 2,
  'cluster-unreachable': 3,
  'cluster-refused': 3,
  'credentials-refused': 3,
  'permissions-missing': 3,
  'course-unreadable': 3,
  internal: 3,
} as const

export type ProblemCode = keyof typeof EXIT_CODES

/** Values that a problem's text names. */
export type ProblemDetail = Readonly<Record<string, string>>

/** A failure that ends the command with one message. The words are the catalogue's (messages/), in the reader's language. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly detail: ProblemDetail

  constructor(code: ProblemCode, detail: ProblemDetail = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = 'Problem'
    this.code = code
    this.detail = detail
  }

  get exitCode(): 2 | 3 {
    return EXIT_CODES[this.code]
  }
}

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(EXIT_CODES, text)
