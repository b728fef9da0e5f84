/**
 * @module Runs the checks of n8n's scanner over a folder and prints the outcome as JSON.
 *
 * A separate process, because the scanner's rules behave differently where NODE_ENV is "test".
 * Arguments: the folder, and the patterns of the files to check.
 */
import { analyzePackage } from '@n8n/scan-community-package/scanner/scanner.mjs';

const [folder, ...patterns] = process.argv.slice(2);
console.log(JSON.stringify(await analyzePackage(folder, patterns)));
