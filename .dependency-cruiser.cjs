const stack = ['kubernetes', 'network', 'cluster', 'grading', 'drawing', 'course']

/** Each room of src may use only the rooms below it. */
const downwardOnly = stack.slice(0, -1).map((room, index) => ({
  name: `${room}-knows-nothing-above`,
  comment: `src is a stack (${stack.join(' <- ')}): move what is shared down, or pass it in as a parameter.`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: `^src/(${[...stack.slice(index + 1), 'node'].join('|')})/` },
}))

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...downwardOnly,
    {
      name: 'course-is-pure',
      comment: 'Reading from disk is src/node: give the course reader the texts.',
      severity: 'error',
      from: { path: '^src/course/' },
      to: { path: '^src/node/' },
    },
    {
      name: 'src-runs-in-a-browser',
      comment: 'Only src/node may import node: modules; pass files, clocks and sockets in from grader or site.',
      severity: 'error',
      from: { path: '^src/(?!node/)' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'src-knows-no-program',
      comment: 'The engine is used by grader and site, never the other way round.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(grader|site|test|tools)/' },
    },
    {
      name: 'grader-and-site-stand-apart',
      comment: 'What both need belongs in src.',
      severity: 'error',
      from: { path: '^(grader|site)/' },
      to: { path: '^(grader|site)/', pathNot: '^$1/' },
    },
    {
      name: 'commands-come-last',
      comment: 'The rooms of grader are used by its commands, never the other way round: move what is shared down.',
      severity: 'error',
      from: { path: '^grader/(?!cli/|bin/|[^/]+\\.ts$)' },
      to: { path: '^grader/cli/' },
    },
    {
      name: 'terminal-knows-no-work',
      comment: 'Messages and problems are what every room speaks in: give them values, not the work that made them.',
      severity: 'error',
      from: { path: '^grader/terminal/' },
      to: { path: '^grader/(batch|cli|course|exam|reports|workers)/' },
    },
    {
      name: 'nothing-imports-tests',
      comment: 'Test helpers stay in test.',
      severity: 'error',
      from: { path: '^(src|grader|site|tools)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      comment: 'Extract what both need into a third file.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere: correct the path, or install the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
