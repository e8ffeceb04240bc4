/** The Pods of a Job: what each looks like, and which number it has. */
import type { Container, Job, Pod } from '../../../kubernetes/generated/types.ts'
import { jobLabels } from '../../api/admission/job.ts'
import type { StoredObject } from '../../store/store.ts'
import { podFromTemplate } from '../owners.ts'

const INDEX = 'batch.kubernetes.io/job-completion-index'
/** How often the completion has failed before, where that is limited. */
const FAILURES = 'batch.kubernetes.io/job-index-failure-count'
const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX'

/** Holds a Pod until its Job has counted it. */
export const TRACKING = 'batch.kubernetes.io/job-tracking'

/** Whether each completion has a number of its own. */
export const isIndexed = ({ spec }: Job): boolean => spec?.completionMode === 'Indexed'

/** The completion that a Pod works for; undefined where they have no numbers. */
export const indexOf = ({ metadata }: Pod): number | undefined => {
  const text = metadata.annotations?.[INDEX]
  return text === undefined ? undefined : Number(text)
}

const withIndexVariable = (container: Container): Container =>
  container.env?.some(({ name }) => name === INDEX_VARIABLE) === true
    ? container
    : {
        ...container,
        env: [
          ...(container.env ?? []),
          { name: INDEX_VARIABLE, valueFrom: { fieldRef: { fieldPath: `metadata.labels['${INDEX}']` } } },
        ],
      }

const withIndex = (pod: Pod, job: Job, index: number, failures: number): Pod => {
  const counted = job.spec?.backoffLimitPerIndex === undefined ? {} : { [FAILURES]: String(failures) }
  const { name = '' } = job.metadata
  const { spec, metadata } = pod
  const { initContainers } = spec ?? {}
  return {
    ...pod,
    metadata: {
      ...metadata,
      generateName: `${name}-${index}-`,
      annotations: { ...metadata.annotations, [INDEX]: String(index), ...counted },
      labels: { ...metadata.labels, [INDEX]: String(index) },
    },
    spec: {
      ...spec,
      hostname: `${name}-${index}`,
      containers: (spec?.containers ?? []).map(withIndexVariable),
      ...(initContainers === undefined ? {} : { initContainers: initContainers.map(withIndexVariable) }),
    },
  }
}

/** One of a Job's Pods, before it is created; its completion has failed so many times. */
export const podOfJob = (job: Job & StoredObject, index?: number, failures = 0): Pod => {
  const made = podFromTemplate({ owner: job, template: job.spec?.template ?? {}, labels: jobLabels(job) })
  const pod: Pod = { ...made, metadata: { ...made.metadata, finalizers: [TRACKING] } }
  return index === undefined ? pod : withIndex(pod, job, index, failures)
}

/** Reads `0,2-4`. */
export const parseIndexes = (text: string | undefined): ReadonlySet<number> =>
  new Set(
    (text ?? '')
      .split(',')
      .filter((part) => part !== '')
      .flatMap((part) => {
        const [from = 0, to = from] = part.split('-').map(Number)
        return Array.from({ length: to - from + 1 }, (_, offset) => from + offset)
      }),
  )

/** Writes `0,2-4`; two that follow one another stand apart, as the real controller writes them. */
export const renderIndexes = (indexes: ReadonlySet<number>): string => {
  const runs: { readonly from: number; to: number }[] = []
  for (const index of [...indexes].sort((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last?.to === index - 1) last.to = index
    else runs.push({ from: index, to: index })
  }
  return runs
    .map(({ from, to }) => (from === to ? String(from) : to === from + 1 ? `${from},${to}` : `${from}-${to}`))
    .join(',')
}
