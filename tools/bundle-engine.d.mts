/** Files of the engine by name, `index.js` among them. */
export function bundleEngine(root: string): Promise<Readonly<Record<string, string>>>
