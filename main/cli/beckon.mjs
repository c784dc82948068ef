#!/usr/bin/env node
// The `beckon` command, from source: any Node from 20 on starts it, and it goes on in the Node it is made for.
import { fileURLToPath } from "node:url";
import { runWithOurNode } from "../../tools/node24.mjs";

runWithOurNode(fileURLToPath(new URL("beckon.ts", import.meta.url)), process.argv.slice(2));
