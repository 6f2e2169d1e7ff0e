import type { Scenario } from '../../../tools/n8n/report.mts';
import { agentAndMcp } from './agentAndMcp.mts';
import { comingFrom } from './comingFrom.mts';
import { exampleFiles } from './files.mts';
import { formToTable } from './formToTable.mts';
import { largeSheet, largeSheetDatabaseFails, largeSheetWithoutBalance } from './largeSheet.mts';
import { lowBalance } from './lowBalance.mts';
import { scheduled } from './scheduled.mts';
import { sheetDatabaseFails, sheetToPostgres } from './sheet.mts';
import { tableOfTexts } from './tableOfTexts.mts';
import { transcript } from './transcript.mts';
import { webhook } from './webhook.mts';

/** Every workflow of the folder examples, imported as it stands and started by its real trigger. */
export const exampleScenarios: Scenario[] = [
	exampleFiles,
	comingFrom,
	formToTable,
	tableOfTexts,
	sheetToPostgres,
	sheetDatabaseFails,
	scheduled,
	transcript,
	webhook,
	agentAndMcp,
	lowBalance,
	largeSheet,
	largeSheetWithoutBalance,
	largeSheetDatabaseFails,
];
