/** What a command may touch of the process; tests hand in their own. */
export interface Io {
	cwd: string;
	stdout: (text: string) => void;
	stderr: (text: string) => void;
	/** All of standard input. */
	stdin: () => Promise<Uint8Array>;
	/** Whether standard output shows colours. */
	color: boolean;
}
