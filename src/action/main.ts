import { writeTo } from "../cli/write-to.ts";
import { runAction } from "./action.ts";

process.exitCode = await runAction(process.env, writeTo(1));
