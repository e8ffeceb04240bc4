import { describe, expect, test } from 'vitest'
import { container, pod, refusals } from '../refusals.ts'

const own = (fields: string): string => container(`securityContext: { ${fields} }`)
const all = (fields: string): string => pod(`{ containers: [{ name: main, image: nginx }], securityContext: { ${fields} } }`)
const OWN = 'spec.containers[0].securityContext'
const ALL = 'spec.securityContext'

describe('what the API server refuses of security contexts', () => {
  test.each<[string, string, readonly string[]]>([
    ['a user', own('runAsUser: 0'), []],
    ['a user below none', own('runAsUser: -1'), [`${OWN}.runAsUser FieldValueInvalid`]],
    ['a group beyond all', own('runAsGroup: 2147483648'), [`${OWN}.runAsGroup FieldValueInvalid`]],
    ['a profile', own('seccompProfile: { type: RuntimeDefault }'), []],
    ['a file’s profile', all('seccompProfile: { type: Localhost, localhostProfile: a.json }'), []],
    [
      'a file’s profile without the file',
      own('seccompProfile: { type: Localhost }'),
      [`${OWN}.seccompProfile.localhostProfile FieldValueRequired`],
    ],
    [
      'a file for a profile without one',
      own('seccompProfile: { type: Unconfined, localhostProfile: a.json }'),
      [`${OWN}.seccompProfile.localhostProfile FieldValueInvalid`],
    ],
    ['a profile without a type', all("seccompProfile: { type: '' }"), [`${ALL}.seccompProfile.type FieldValueRequired`]],
    ['a profile that is none', own('seccompProfile: { type: Best }'), [`${OWN}.seccompProfile.type FieldValueNotSupported`]],
    [
      'privileged, and no more than that',
      own('privileged: true, allowPrivilegeEscalation: false'),
      [`${OWN} FieldValueInvalid`],
    ],
    [
      'an administrator, and no more than that',
      own('allowPrivilegeEscalation: false, capabilities: { add: [CAP_SYS_ADMIN] }'),
      [`${OWN} FieldValueInvalid`],
    ],
    ['no more than other capabilities', own('allowPrivilegeEscalation: false, capabilities: { add: [NET_RAW] }'), []],
    ['a mount that is none', own('procMount: Hidden'), [`${OWN}.procMount FieldValueNotSupported`]],
    ['groups', all('supplementalGroups: [1, -1]'), [`${ALL}.supplementalGroups[1] FieldValueInvalid`]],
    ['a change that is none', all('fsGroupChangePolicy: Never'), [`${ALL}.fsGroupChangePolicy FieldValueNotSupported`]],
    ['a change', all('fsGroupChangePolicy: OnRootMismatch'), []],
    ['settings of the kernel', all('sysctls: [{ name: net.core.somaxconn, value: "1" }]'), []],
    ['a setting without a name', all('sysctls: [{ name: "", value: "1" }]'), [`${ALL}.sysctls[0].name FieldValueRequired`]],
    ['a setting that is none', all('sysctls: [{ name: a..b, value: "1" }]'), [`${ALL}.sysctls[0].name FieldValueInvalid`]],
    [
      'a setting twice',
      all('sysctls: [{ name: net.a, value: "1" }, { name: net.a, value: "2" }]'),
      [`${ALL}.sysctls[1].name FieldValueDuplicate`],
    ],
    [
      'processes of the Pod and of the node',
      pod('{ containers: [{ name: main, image: nginx }], hostPID: true, shareProcessNamespace: true }'),
      [`${ALL}.shareProcessNamespace FieldValueInvalid`],
    ],
    [
      'ephemeral containers',
      pod('{ containers: [{ name: main, image: nginx }], ephemeralContainers: [{ name: debug, image: busybox }] }'),
      ['spec.ephemeralContainers FieldValueForbidden'],
    ],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
