/** What the server adds to a new Job. @see k8s.io/kubernetes pkg/registry/batch/job/strategy.go, generateSelector, v1.34 */
import type { Job } from '../../../kubernetes/generated/types.ts'

const GROUP = 'batch.kubernetes.io'

/** The labels of a Job's Pods, old names and new. */
export const jobLabels = ({ metadata: { name = '', uid = '' } }: Job): Readonly<Record<string, string>> => ({
  [`${GROUP}/controller-uid`]: uid,
  [`${GROUP}/job-name`]: name,
  'controller-uid': uid,
  'job-name': name,
})

/** As the server shows labels: by name. */
const inOrder = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))

/** A selector of its own, unless it brings one by hand: then nothing is added. What it has of that already is for validation to judge. */
export const admitJob = (job: Job): Job => {
  const { spec } = job
  if (spec === undefined || spec.manualSelector === true) return job
  const labels = { ...jobLabels(job), ...spec.template.metadata?.labels }
  const own = { [`${GROUP}/controller-uid`]: job.metadata.uid ?? '' }
  return {
    ...job,
    // A Job without labels is read with those of its Pods.
    metadata: Object.keys(job.metadata.labels ?? {}).length === 0 ? { ...job.metadata, labels } : job.metadata,
    spec: {
      ...spec,
      selector: { ...spec.selector, matchLabels: inOrder({ ...own, ...spec.selector?.matchLabels }) },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  }
}
