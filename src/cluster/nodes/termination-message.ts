/** What a container leaves behind of why it ended. @see kubernetes pkg/kubelet/kuberuntime, getTerminationMessage, v1.34 */
import type { ContainerInstance } from './container-instance.ts'

/** Bytes of the file that are kept: its last ones. */
const FILE_LIMIT = 4_096
const LOG_LIMIT = 2_048
const LOG_LINES = 80

const lastBytes = (text: string, limit: number): string => {
  const bytes = new TextEncoder().encode(text)
  return bytes.length <= limit ? text : new TextDecoder().decode(bytes.slice(-limit))
}

/** The content of its file or, where it asks for that and has failed, the end of what it printed. Undefined where it left nothing. */
export function terminationMessage({ setup, logs, ending }: ContainerInstance): string | undefined {
  const { terminationMessagePath = '', terminationMessagePolicy } = setup.container
  const written = terminationMessagePath === '' ? '' : (setup.files.read(terminationMessagePath) ?? '')
  if (written !== '') return lastBytes(written, FILE_LIMIT)
  if (terminationMessagePolicy !== 'FallbackToLogsOnError' || (ending?.exitCode ?? 0) === 0) return undefined
  const lines = logs.text().split(/(?<=\n)/u)
  const printed = lastBytes(lines.slice(-LOG_LINES).join(''), LOG_LIMIT)
  return printed === '' ? undefined : printed
}
