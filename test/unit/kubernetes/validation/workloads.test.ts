import { describe, expect, test } from 'vitest'
import { refusals } from './refusals.ts'

const template = '{ metadata: { labels: { app: a } }, spec: { containers: [{ name: main, image: nginx }] } }'
const workload =
  (kind: string) =>
  (fields: string): string =>
    `{ apiVersion: apps/v1, kind: ${kind}, metadata: { name: it, namespace: default }, spec: { selector: { matchLabels: { app: a } }, template: ${template}, ${fields} } }`
const [deployment, stateful, daemon] = ['Deployment', 'StatefulSet', 'DaemonSet'].map(workload) as [
  (fields: string) => string,
  (fields: string) => string,
  (fields: string) => string,
]
const bare = (spec: string): string =>
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: it, namespace: default }, spec: ${spec} }`
const controller = (spec: string): string =>
  `{ apiVersion: v1, kind: ReplicationController, metadata: { name: it, namespace: default }, spec: ${spec} }`
const job = (policy: string, fields = ''): string =>
  `{ apiVersion: batch/v1, kind: Job, metadata: { name: it, namespace: default }, spec: { template: { spec: { ${policy} containers: [{ name: main, image: nginx }] } }, ${fields} } }`
const cron = (fields: string, name = 'it'): string =>
  `{ apiVersion: batch/v1, kind: CronJob, metadata: { name: ${name}, namespace: default }, spec: { jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: main, image: nginx }] } } } }, ${fields} } }`
const ROLLING = 'spec.strategy.rollingUpdate'
const UPDATE = 'spec.updateStrategy'

describe('what the API server refuses of workloads', () => {
  test.each<[string, string, readonly string[]]>([
    ['a Deployment', deployment(''), []],
    ['less than no replicas', deployment('replicas: -1'), ['spec.replicas FieldValueInvalid']],
    [
      'no selector',
      bare(`{ template: ${template} }`),
      ['spec.selector FieldValueRequired', 'spec.template.metadata.labels FieldValueInvalid'],
    ],
    ['an empty selector', bare(`{ selector: {}, template: ${template} }`), ['spec.selector FieldValueInvalid']],
    [
      'a selector that does not fit',
      bare(`{ selector: { matchLabels: { app: b } }, template: ${template} }`),
      ['spec.template.metadata.labels FieldValueInvalid'],
    ],
    [
      'Pods that end',
      bare(
        '{ selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a } }, spec: { restartPolicy: Never, activeDeadlineSeconds: 5, containers: [{ name: main, image: nginx }] } } }',
      ),
      [
        'spec.template.spec.restartPolicy FieldValueNotSupported',
        'spec.template.spec.activeDeadlineSeconds FieldValueForbidden',
      ],
    ],
    ['a ReplicationController', controller(`{ template: ${template} }`), []],
    [
      'a ReplicationController that selects others',
      controller(`{ replicas: -1, selector: { app: b }, template: ${template} }`),
      ['spec.replicas FieldValueInvalid', 'spec.template.metadata.labels FieldValueInvalid'],
    ],
    [
      'a ReplicationController without a template',
      controller('{ selector: { app: b } }'),
      ['spec.template FieldValueRequired'],
    ],
    [
      'a ReplicationController whose Pods end',
      controller(
        '{ template: { metadata: { labels: { app: a } }, spec: { restartPolicy: Never, activeDeadlineSeconds: 5, containers: [{ name: main, image: nginx }] } } }',
      ),
      [
        'spec.template.spec.restartPolicy FieldValueNotSupported',
        'spec.template.spec.activeDeadlineSeconds FieldValueForbidden',
      ],
    ],
    ['Recreate', deployment('strategy: { type: Recreate }'), []],
    ['Recreate, by and by', deployment('strategy: { type: Recreate, rollingUpdate: {} }'), [`${ROLLING} FieldValueForbidden`]],
    ['a strategy that is none', deployment('strategy: { type: Canary }'), ['spec.strategy FieldValueNotSupported']],
    [
      'none more and none less',
      deployment('strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 0% } }'),
      [`${ROLLING}.maxUnavailable FieldValueInvalid`],
    ],
    [
      'more than all, and no amount',
      deployment('strategy: { rollingUpdate: { maxUnavailable: 101%, maxSurge: many } }'),
      [`${ROLLING}.maxSurge FieldValueInvalid`, `${ROLLING}.maxUnavailable FieldValueInvalid`],
    ],
    [
      'a deadline that is over at once',
      deployment('progressDeadlineSeconds: 5, minReadySeconds: 5'),
      ['spec.progressDeadlineSeconds FieldValueInvalid'],
    ],
    ['a StatefulSet', stateful('serviceName: it'), []],
    ['S22: a StatefulSet’s Service that is no name', stateful('serviceName: A_B'), ['spec.serviceName FieldValueInvalid']],
    [
      'a StatefulSet with claims that its containers mount',
      JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'StatefulSet',
        metadata: { name: 'it', namespace: 'default' },
        spec: {
          serviceName: 'it',
          selector: { matchLabels: { app: 'it' } },
          template: {
            metadata: { labels: { app: 'it' } },
            spec: {
              containers: [
                {
                  name: 'c',
                  image: 'nginx',
                  volumeMounts: [
                    { name: 'd', mountPath: '/d' },
                    { name: 'e', mountPath: '/e' },
                  ],
                },
              ],
            },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: 'd' },
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
            },
          ],
        },
      }),
      ['spec.template.spec.containers[0].volumeMounts[1].name FieldValueNotFound'],
    ],
    ['a StatefulSet, all at once', stateful('podManagementPolicy: Parallel'), []],
    ['a StatefulSet, some day', stateful('podManagementPolicy: Random'), ['spec.podManagementPolicy FieldValueInvalid']],
    ['a StatefulSet, by hand', stateful('updateStrategy: { type: OnDelete }'), []],
    [
      'a StatefulSet, by a strategy that is none',
      stateful('updateStrategy: { type: Recreate }'),
      [`${UPDATE} FieldValueInvalid`],
    ],
    [
      'a StatefulSet, before the first',
      stateful('updateStrategy: { rollingUpdate: { partition: -1 } }'),
      [`${UPDATE}.rollingUpdate.partition FieldValueInvalid`],
    ],
    ['a DaemonSet', daemon(''), []],
    ['a DaemonSet, by hand', daemon('updateStrategy: { type: OnDelete }'), []],
    [
      'a DaemonSet, by hand, whose other way is kept',
      daemon('updateStrategy: { type: OnDelete, rollingUpdate: { maxSurge: 1 } }'),
      [],
    ],
    [
      'a DaemonSet, by a strategy that is none',
      daemon('updateStrategy: { type: Recreate }'),
      [`${UPDATE} FieldValueNotSupported`],
    ],
    [
      'a DaemonSet, more and less at once',
      daemon('updateStrategy: { rollingUpdate: { maxUnavailable: 1, maxSurge: 1 } }'),
      [`${UPDATE}.rollingUpdate.maxSurge FieldValueInvalid`],
    ],
    [
      'a DaemonSet, neither more nor less',
      daemon('updateStrategy: { rollingUpdate: { maxUnavailable: 0 } }'),
      [`${UPDATE}.rollingUpdate.maxUnavailable FieldValueRequired`],
    ],
    ['a Job', job('restartPolicy: Never,'), []],
    ['a Job for ever', job('restartPolicy: Always,'), ['spec.template.spec.restartPolicy FieldValueRequired']],
    ['a Job for ever, unsaid', job(''), ['spec.template.spec.restartPolicy FieldValueRequired']],
    [
      'a Job by a policy that is none',
      job('restartPolicy: Sometimes,'),
      ['spec.template.spec.restartPolicy FieldValueNotSupported', 'spec.template.spec.restartPolicy FieldValueNotSupported'],
    ],
    [
      'more numbers at a time than there may be',
      job('restartPolicy: Never,', 'completionMode: Indexed, completions: 5, parallelism: 100001'),
      ['spec.parallelism FieldValueInvalid'],
    ],
    [
      'a StatefulSet, by hand and by and by',
      stateful('updateStrategy: { type: OnDelete, rollingUpdate: { partition: 1 } }'),
      [`${UPDATE}.rollingUpdate FieldValueInvalid`],
    ],
    ['less than no Job', job('restartPolicy: Never,', 'parallelism: -1'), ['spec.parallelism FieldValueInvalid']],
    ['a CronJob', cron("schedule: '*/5 * * * *', timeZone: Asia/Seoul"), []],
    ['a CronJob, daily', cron("schedule: '@daily'"), []],
    ['a CronJob that never runs', cron("schedule: ''"), ['spec.schedule FieldValueRequired']],
    ['a CronJob of too few fields', cron("schedule: '* * *'"), ['spec.schedule FieldValueInvalid']],
    [
      'a CronJob nowhere, anyhow',
      cron("schedule: '@daily', timeZone: Moon/Sea, concurrencyPolicy: Some, startingDeadlineSeconds: -1"),
      [
        'spec.startingDeadlineSeconds FieldValueInvalid',
        'spec.timeZone FieldValueInvalid',
        'spec.concurrencyPolicy FieldValueNotSupported',
      ],
    ],
    ['a Job with numbers', job('restartPolicy: Never,', 'completionMode: Indexed, completions: 2'), []],
    [
      'numbers without an end',
      job('restartPolicy: Never,', 'completionMode: Indexed, parallelism: 2'),
      ['spec.completions FieldValueRequired'],
    ],
    [
      'numbers of another kind',
      job('restartPolicy: Never,', 'completionMode: Roman'),
      ['spec.completionMode FieldValueNotSupported'],
    ],
    [
      'a limit for each number where there are none',
      job('restartPolicy: Never,', 'backoffLimitPerIndex: 1'),
      ['spec.backoffLimitPerIndex FieldValueInvalid'],
    ],
    [
      'a limit of numbers without one for each',
      job('restartPolicy: Never,', 'completionMode: Indexed, completions: 2, maxFailedIndexes: 1'),
      ['spec.backoffLimitPerIndex FieldValueRequired'],
    ],
    ['a CronJob whose hour there is not', cron("schedule: '0 24 * * *'"), ['spec.schedule FieldValueInvalid']],
    ['a CronJob whose schedule names a zone', cron("schedule: 'TZ=UTC 0 2 * * *'"), ['spec.schedule FieldValueInvalid']],
    ['a CronJob of too long a name', cron("schedule: '@daily'", 'a'.repeat(53)), ['metadata.name FieldValueInvalid']],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
