// Node has WebAssembly as a global, its type package does not, and the DOM library would bring all of the browser with it.
declare namespace WebAssembly {
	interface MemoryDescriptor {
		initial: number;
		maximum?: number;
	}
	class Module {
		constructor(bytes: Uint8Array<ArrayBuffer>);
	}
	class Instance {
		readonly exports: Record<string, unknown>;
		constructor(module: Module, imports: Record<string, unknown>);
	}
	function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
	function instantiate(module: Module, imports: Record<string, unknown>): Promise<Instance>;
}
