/**
 * Whether a host name, as `URL.hostname` spells it, is this machine: `localhost`, 127.0.0.0/8 or `::1`.
 * Names are not resolved: one that leads here by DNS is another machine's word.
 */
export function isLoopback(host: string): boolean {
	const name = host.toLowerCase().replace(/^\[|\]$/g, "");
	return name === "localhost" || name === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name);
}
