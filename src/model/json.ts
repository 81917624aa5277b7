/** Any JSON value, as parsed from a manifest, a plan or a Rego result. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A JSON object. */
export type JsonObject = { [key: string]: Json };

/** Steps from the root of an object to one of its values: property names and list indices. */
export type AttributePath = (string | number)[];
