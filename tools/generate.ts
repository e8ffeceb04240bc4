/** Runs every generator that needs nothing but this repository: `npm run generate`, `npm run generate -- --verify`. */
await import('./generate-structure.ts')
await import('./generate-semantics.ts')
await import('./generate-transcripts.ts')
await import('./generate-usage.ts')
// A list that is older than its functions is no mistake: a test says where there are none of its names.
if (!process.argv.includes('--verify')) await import('./late-functions.ts')
