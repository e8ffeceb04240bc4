import { selectPath } from '../../../kubernetes/field-path.ts'
import { isJsonObject } from '../../../kubernetes/json.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Expectation } from '../../checks/specs.ts'
import { editOf, editsOf, type Patch } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** A field has another value than the one asked for. */
export const fieldHasAnotherValue: Cause = {
  code: 'field-has-another-value',
  section: '1-1',
  title: words('A field has another value than the one asked for.', '필드의 값이 요구된 값과 다릅니다.'),
  explanation: words(
    'The task names a value for this field. kubectl get -o yaml shows what the object has now; kubectl explain KIND.PATH tells what the field means.',
    '과제가 이 필드의 값을 정해 두었습니다. kubectl get -o yaml로 현재 값을, kubectl explain KIND.PATH로 필드의 뜻을 볼 수 있습니다.',
  ),
  example: example(`
      kind: Pod
      spec:
        containers:
          - name: nginx
            ports:
              - containerPort: 80
    +           name: http
  `),
  matches: ({ finding, expected, actual }) => {
    if (finding.kind !== 'field') return undefined
    const [first] = selectPath(finding.object, finding.path)
    return {
      where: { object: referenceTo(finding.object), path: first?.path ?? finding.path },
      weight: 0,
      facts: [
        words(`asked for   ${expected.en}`, `요구   ${expected.ko}`),
        words(`there is   ${actual.en}`, `현재   ${actual.ko}`),
      ],
    }
  },
  repairs: ({ finding }) => {
    if (finding.kind !== 'field') return []
    const reference = referenceTo(finding.object)
    const places = selectPath(finding.object, finding.path)
    const paths = places.length > 0 ? places.map(({ path }) => path) : finding.path.includes('*') ? [] : [finding.path]
    return wantedValues(finding.expectation).flatMap((value): readonly Patch[] =>
      paths.map((path) =>
        isJsonObject(value)
          ? editsOf(
              reference,
              Object.entries(value).map(([key, item]) => ({ path: `${path}.${key}`, value: item })),
            )
          : editOf(reference, path, value),
      ),
    )
  },
}

/** Values that would do; a pattern names none. */
const wantedValues = (expectation: Expectation): readonly unknown[] => {
  if ('equals' in expectation) return [expectation.equals]
  if ('oneOf' in expectation) return expectation.oneOf
  return 'includes' in expectation ? [expectation.includes] : []
}
