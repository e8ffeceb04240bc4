/** Pods that a kubelet runs out of files of its node: what the API has of them are mirrors, which nobody but the kubelet decides about. */
import type { Pod } from './generated/types.ts'

export const MIRROR = 'kubernetes.io/config.mirror'

export const isMirrorPod = ({ metadata }: Pod): boolean => metadata.annotations?.[MIRROR] !== undefined
