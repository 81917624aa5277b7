/**
 * What GitHub code scanning takes of a SARIF file, as its documentation says. Over a hard limit the whole file is
 * rejected; over a soft one the rest is not stored.
 * Numbers of objects: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 * Properties and their lengths: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */

/** Hard: runs in a file. Two of one tool must not share a category: https://github.blog/changelog/2025-07-21-code-scanning-will-stop-combining-multiple-sarif-runs-uploaded-in-the-same-sarif-file/ */
export const MAX_RUNS = 20;

/** Hard: results of a run. */
export const MAX_RESULTS = 25_000;

/** Soft: results of a run that are stored, the gravest first. */
export const STORED_RESULTS = 5_000;

/** Hard: rules of a run. */
export const MAX_RULES = 25_000;

/** Soft: tags of a rule; the hard limit is 20. */
export const STORED_TAGS = 10;

/** Soft: locations of a result; the hard limit is 1,000. Only the first of `locations` is read, so related ones count too. */
export const STORED_LOCATIONS = 100;

/** Length of a rule's `name`, in characters. */
export const MAX_NAME = 255;

/** Length of a rule's `shortDescription` and `fullDescription`, in characters. */
export const MAX_DESCRIPTION = 1_024;

/** Hard: the file when compressed: https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/file-too-large ("10 MB", read as the smaller megabyte). */
export const MAX_GZIP_BYTES = 10_000_000;

/** What is aimed at: whoever uploads the file compresses it in their own way, and may add to it. */
export const TARGET_GZIP_BYTES = 9_000_000;

/** A limit of ours: no documented one exists for messages, and only their first sentence is shown where space is short. */
export const MAX_MESSAGE = 1_000;

/** A limit of ours: notifications of a run for code scanning, which shows hardly any of them. */
export const MAX_NOTIFICATIONS = 500;

/** A limit of ours: resources that a result for code scanning names beside its own. */
export const MAX_INSTANCES = 20;
