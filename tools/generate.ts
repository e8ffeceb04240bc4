/** Runs every generator that needs nothing but this repository: `npm run generate`, `npm run generate -- --verify`. */
await import('./generate-structure.ts')
await import('./generate-semantics.ts')
await import('./generate-transcripts.ts')
await import('./generate-usage.ts')
