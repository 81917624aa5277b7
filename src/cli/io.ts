/** What a command may touch of the process; tests hand in their own. */
export interface Io {
	cwd: string;
	stdout: (text: string) => void;
	stderr: (text: string) => void;
	/** All of standard input. */
	stdin: () => Promise<Uint8Array>;
	/** True in the Action, whose bundle scans files only: what a configuration says of history and alerts is left aside. */
	filesOnly?: boolean;
	/** Whether standard output shows colours. */
	color: boolean;
}
