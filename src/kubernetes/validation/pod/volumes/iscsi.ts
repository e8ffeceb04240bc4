/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateISCSIVolumeSource, v1.34 */
import type { ISCSIVolumeSource } from '../../../generated/types.ts'
import type { StatusCause } from '../../../status.ts'
import { invalidValue, required, requireText } from '../../causes.ts'
import { validateUnit } from './plain-sources.ts'

/** Names of initiators and targets, by how they begin. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['iqn', /iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+$/u],
  ['eui', /^eui.[A-Za-z0-9]{16}$/u],
  ['naa', /^naa.[A-Za-z0-9]{32}$/u],
]

const validateForm = (name: string, field: string, unknown: string): readonly StatusCause[] => {
  const form = FORMS.find(([start]) => name.startsWith(start))
  if (form === undefined) return [invalidValue(field, name, unknown)]
  return form[1].test(name) ? [] : [invalidValue(field, name, 'must be valid format')]
}

/** `unknown` says what a name is that begins as none does: of PersistentVolumes the server says less. */
export const validateIscsi = (
  source: Omit<ISCSIVolumeSource, 'secretRef'> & { readonly secretRef?: object },
  path: string,
  unknown = 'must be valid format starting with iqn, eui, or naa',
): readonly StatusCause[] => {
  const { targetPortal, iqn, lun, chapAuthDiscovery, chapAuthSession, secretRef, initiatorName } = source
  const needsSecret = chapAuthDiscovery === true || chapAuthSession === true
  return [
    ...requireText(`${path}.targetPortal`, targetPortal),
    ...(iqn === '' ? [required(`${path}.iqn`)] : validateForm(iqn, `${path}.iqn`, unknown)),
    ...validateUnit(lun, path),
    ...(needsSecret && secretRef === undefined ? [required(`${path}.secretRef`)] : []),
    // The server's word for the field.
    ...(initiatorName === undefined ? [] : validateForm(initiatorName, `${path}.initiatorname`, unknown)),
  ]
}

const MAX_INTERFACE = 64

/** The name of the interface on the node is made of both. */
export const validateIscsiName = (
  { initiatorName, targetPortal }: ISCSIVolumeSource,
  name: string,
  path: string,
): readonly StatusCause[] =>
  initiatorName !== undefined && `${name}:${targetPortal}`.length > MAX_INTERFACE
    ? [
        invalidValue(
          `${path}.name`,
          name,
          'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.',
        ),
      ]
    : []
