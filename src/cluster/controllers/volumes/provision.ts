/** Makes folders of nodes into volumes, as kind's provisioner does. @see rancher/local-path-provisioner v0.0.32, provisioner.go */
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../kubernetes/generated/types.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { ControllerContext } from '../controller.ts'
import { SELECTED_NODE } from './claims.ts'

export const LOCAL_PATH = 'rancher.io/local-path'
const COMPONENT = 'rancher.io/local-path_local-path-provisioner'
const PROVISIONER = 'volume.kubernetes.io/storage-provisioner'
const FOLDER = '/var/local-path-provisioner'

/** The provisioner that made a volume, and that removes it. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by'

const volumeFor = (claim: PersistentVolumeClaim, storageClass: StorageClass, node: string): PersistentVolume => {
  const { metadata, spec } = claim
  const { name = '', namespace = '', uid = '' } = metadata
  const volume = `pvc-${uid}`
  const storage = spec?.resources?.requests?.['storage']
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volume,
      annotations: { 'local.path.provisioner/selected-node': node, [PROVISIONED_BY]: LOCAL_PATH },
    },
    spec: {
      ...(spec?.accessModes === undefined ? {} : { accessModes: spec.accessModes }),
      ...(storage === undefined ? {} : { capacity: { storage } }),
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace, uid },
      hostPath: { path: `${FOLDER}/${volume}_${namespace}_${name}`, type: 'DirectoryOrCreate' },
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }],
        },
      },
      persistentVolumeReclaimPolicy: storageClass.reclaimPolicy ?? 'Delete',
      storageClassName: storageClass.metadata.name ?? '',
      volumeMode: spec?.volumeMode ?? 'Filesystem',
    },
  }
}

/** What a claim says while somebody else has to make its volume. */
const waitForProvisioner = (claim: PersistentVolumeClaim, provisioner: string, context: ControllerContext): void => {
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`
  const about = { ...referenceTo(claim), uid: claim.metadata.uid ?? '' }
  context.recordEvent({
    about,
    type: 'Normal',
    reason: 'ExternalProvisioning',
    message,
    component: 'persistentvolume-controller',
  })
  const annotations = {
    ...claim.metadata.annotations,
    [PROVISIONER]: provisioner,
    [PROVISIONER.replace('volume.', 'volume.beta.')]: provisioner,
  }
  if (claim.metadata.annotations?.[PROVISIONER] === provisioner) return
  context.writer.update({ ...claim, metadata: { ...claim.metadata, annotations } })
}

/** Has a volume made for a claim; other provisioners than kind's are not there. */
export const provision = (claim: PersistentVolumeClaim, storageClass: StorageClass, manager: ControllerContext): void => {
  waitForProvisioner(claim, storageClass.provisioner, manager)
  if (storageClass.provisioner !== LOCAL_PATH) return
  const context = manager.actAs?.('local-path-provisioner') ?? manager
  const { name = '', namespace = '', uid = '', annotations } = claim.metadata
  const say = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    context.recordEvent({ about: { ...referenceTo(claim), uid }, type, reason, message, component: COMPONENT })
  say('Normal', 'Provisioning', `External provisioner is provisioning volume for claim "${namespace}/${name}"`)
  const node = annotations?.[SELECTED_NODE]
  const failed = `failed to provision volume with StorageClass "${storageClass.metadata.name ?? ''}"`
  if (node === undefined) {
    say('Warning', 'ProvisioningFailed', `${failed}: configuration error, no node was specified`)
    return
  }
  const result = context.writer.create(volumeFor(claim, storageClass, node))
  if (result.ok) say('Normal', 'ProvisioningSucceeded', `Successfully provisioned volume pvc-${uid}`)
}
