import type { Scenario } from '../../../tools/n8n/report.mts';
import { agentTool } from './agentTool.mts';
import { exampleFiles } from './files.mts';
import { formToTable } from './formToTable.mts';
import { largeSheet, largeSheetDatabaseFails, largeSheetWithoutBalance } from './largeSheet.mts';
import { scheduled } from './scheduled.mts';
import { sheetDatabaseFails, sheetToPostgres } from './sheet.mts';
import { webhook } from './webhook.mts';

/** Every workflow of the folder examples, imported as it stands and started by its real trigger. */
export const exampleScenarios: Scenario[] = [
	exampleFiles,
	formToTable,
	sheetToPostgres,
	sheetDatabaseFails,
	webhook,
	agentTool,
	scheduled,
	largeSheet,
	largeSheetWithoutBalance,
	largeSheetDatabaseFails,
];
