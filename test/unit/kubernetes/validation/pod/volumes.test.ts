import { describe, expect, test } from 'vitest'
import { container, pod, refusals } from '../refusals.ts'

const volume = (source: string): string =>
  pod(`{ serviceAccountName: default, containers: [{ name: main, image: nginx }], volumes: [{ name: v, ${source} }] }`)
const mount = (...mounts: readonly string[]): string =>
  pod(
    `{ volumes: [{ name: v, emptyDir: {} }], containers: [{ name: main, image: nginx, volumeMounts: [${mounts.map((one) => `{ ${one} }`).join()}] }] }`,
  )
const VOLUME = 'spec.volumes[0]'
const MOUNT = 'spec.containers[0].volumeMounts'

describe('what the API server refuses of volumes', () => {
  test.each<[string, string, readonly string[]]>([
    ['an empty folder', volume('emptyDir: { sizeLimit: 1Gi }'), []],
    ['less than nothing', volume('emptyDir: { sizeLimit: -1Gi }'), [`${VOLUME}.emptyDir.sizeLimit FieldValueForbidden`]],
    ['no source is an empty folder', pod('{ containers: [{ name: main, image: nginx }], volumes: [{ name: v }] }'), []],
    ['two sources', volume('emptyDir: {}, secret: { secretName: a }'), [`${VOLUME}.secret FieldValueForbidden`]],
    ['one of the node’s folders', volume('hostPath: { path: /var/log, type: Directory }'), []],
    ['one above', volume('hostPath: { path: /var/../etc }'), [`${VOLUME}.hostPath.path FieldValueInvalid`]],
    [
      'a kind of folder that is none',
      volume('hostPath: { path: /a, type: Folder }'),
      [`${VOLUME}.hostPath.type FieldValueNotSupported`],
    ],
    ['a Secret without a name', volume('secret: {}'), [`${VOLUME}.secret.secretName FieldValueRequired`]],
    ['a mode', volume('secret: { secretName: a, defaultMode: 256 }'), []],
    [
      'a mode beyond all',
      volume('secret: { secretName: a, defaultMode: 512 }'),
      [`${VOLUME}.secret.defaultMode FieldValueInvalid`],
    ],
    [
      'keys as files',
      volume(
        'configMap: { name: a, items: [{ key: b, path: c/d }, { key: e, path: /f }, { key: "", path: ../g }, { key: h, path: ..i }] }',
      ),
      [
        `${VOLUME}.configMap.items[1].path FieldValueInvalid`,
        `${VOLUME}.configMap.items[2].key FieldValueRequired`,
        `${VOLUME}.configMap.items[2].path FieldValueInvalid`,
        `${VOLUME}.configMap.items[3].path FieldValueInvalid`,
      ],
    ],
    ['a server’s folder', volume('nfs: { server: nas, path: /a }'), []],
    [
      'a server’s folder without either',
      volume('nfs: { server: "", path: a }'),
      [`${VOLUME}.nfs.server FieldValueRequired`, `${VOLUME}.nfs.path FieldValueInvalid`],
    ],
    [
      'a claim without a name',
      volume('persistentVolumeClaim: { claimName: "" }'),
      [`${VOLUME}.persistentVolumeClaim.claimName FieldValueRequired`],
    ],
    ['a driver that is none', volume('csi: { driver: A_B }'), [`${VOLUME}.csi.driver FieldValueInvalid`]],
    [
      'the Pod itself',
      volume(
        'downwardAPI: { items: [{ path: a, fieldRef: { fieldPath: metadata.labels } }, { path: b, resourceFieldRef: { containerName: main, resource: limits.cpu } }] }',
      ),
      [],
    ],
    [
      'nothing of the Pod, and two things at once',
      volume(
        'downwardAPI: { items: [{ path: a }, { path: b, fieldRef: { fieldPath: metadata.name }, resourceFieldRef: { containerName: main, resource: limits.cpu } }, { path: c, resourceFieldRef: { resource: limits.cpu } }] }',
      ),
      [
        `${VOLUME}.downwardAPI FieldValueRequired`,
        `${VOLUME}.downwardAPI FieldValueInvalid`,
        `${VOLUME}.downwardAPI.resourceFieldRef.containerName FieldValueRequired`,
      ],
    ],
    [
      'several in one',
      volume(
        'projected: { sources: [{ secret: { name: a } }, { configMap: { name: b } }, { serviceAccountToken: { path: t } }] }',
      ),
      [],
    ],
    ['several of none', volume('projected: {}'), []],
    [
      'several without names, and a token for too short a time',
      volume(
        'projected: { sources: [{ secret: {} }, { configMap: {} }, { serviceAccountToken: { path: t, expirationSeconds: 60 } }] }',
      ),
      [
        `${VOLUME}.projected.sources[0].secret.name FieldValueRequired`,
        `${VOLUME}.projected.sources[1].configMap.name FieldValueRequired`,
        `${VOLUME}.projected.sources[2].serviceAccountToken.expirationSeconds FieldValueInvalid`,
      ],
    ],
    [
      'two of one name',
      pod(
        '{ containers: [{ name: main, image: nginx }], volumes: [{ name: v, emptyDir: {} }, { name: v, emptyDir: {} }, { name: "", emptyDir: {} }] }',
      ),
      ['spec.volumes[1].name FieldValueDuplicate', 'spec.volumes[2].name FieldValueRequired'],
    ],
    ['a mount', mount('name: v, mountPath: /a, subPath: b/c'), []],
    ['a mount of no volume', container('volumeMounts: [{ name: v, mountPath: /a }]'), [`${MOUNT}[0].name FieldValueNotFound`]],
    [
      'two mounts in one place',
      mount('name: v, mountPath: /a', 'name: v, mountPath: /a'),
      [`${MOUNT}[1].mountPath FieldValueInvalid`],
    ],
    ['a part from above', mount('name: v, mountPath: /a, subPath: ../b'), [`${MOUNT}.subPath FieldValueInvalid`]],
    [
      'a part in two ways',
      mount('name: v, mountPath: /a, subPath: b, subPathExpr: c'),
      [`${MOUNT}[0].subPathExpr FieldValueInvalid`],
    ],
    ['a propagation', mount('name: v, mountPath: /a, mountPropagation: HostToContainer'), []],
    [
      'a propagation that is none',
      mount('name: v, mountPath: /a, mountPropagation: Both'),
      [`${MOUNT}.mountPropagation FieldValueNotSupported`],
    ],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
