export function bundleProgram(): Promise<void>;
export function bundleAction(outfile?: string): Promise<void>;
export function load(entry: string): Promise<Record<string, (...args: never[]) => Promise<string[]>>>;
