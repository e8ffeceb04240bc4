import { expect, test } from 'vitest'
import type { EphemeralContainer, Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { validateEphemeralContainers } from '../../../../../src/kubernetes/validation/pod/ephemeral-containers.ts'

const pod = (...ephemeralContainers: readonly EphemeralContainer[]): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web', image: 'nginx' }], ephemeralContainers },
})
const debug: EphemeralContainer = { name: 'dbg', image: 'busybox' }

test.each<readonly [string, readonly EphemeralContainer[], readonly EphemeralContainer[], readonly string[]]>([
  ['none', [], [], []],
  ['one', [debug], [], []],
  ['one beside the first', [debug, { ...debug, name: 'two', targetContainerName: 'web' }], [debug], []],
  ['without an image', [{ name: 'dbg' }], [], ['spec.ephemeralContainers[0].image']],
  ['a name that is none', [{ ...debug, name: 'No' }], [], ['spec.ephemeralContainers[0].name']],
  ['the name of another container', [{ ...debug, name: 'web' }], [], ['spec.ephemeralContainers[0].name']],
  ['a target that is none', [{ ...debug, targetContainerName: 'x' }], [], ['spec.ephemeralContainers[0].targetContainerName']],
  ['ports', [{ ...debug, ports: [{ containerPort: 80 }] }], [], ['spec.ephemeralContainers[0].ports']],
  ['a removed one', [], [debug], ['spec.ephemeralContainers']],
  ['a changed one', [{ ...debug, image: 'alpine' }], [debug], ['spec.ephemeralContainers']],
])('%s', (_, given, before, fields) => {
  expect(validateEphemeralContainers(pod(...given), pod(...before)).map(({ field }) => field)).toEqual(fields)
})

test('what is changed is shown', () => {
  const [refused] = validateEphemeralContainers(pod({ ...debug, image: 'alpine' }), pod(debug))
  expect(refused?.message.split('\n')).toEqual([
    'Forbidden: existing ephemeral containers "dbg" may not be changed',
    '@@ -1,6 +1,6 @@',
    ' {',
    '  "Name": "dbg",',
    '- "Image": "busybox",',
    '+ "Image": "alpine",',
    '  "Command": null,',
    '  "Args": null,',
    '  "WorkingDir": "",',
    '',
  ])
})
