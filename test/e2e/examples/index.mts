import type { Scenario } from '../../../tools/n8n/report.mts';
import { agentTool } from './agentTool.mts';
import { exampleFiles } from './files.mts';
import { largeSheet, largeSheetDatabaseFails, largeSheetWithoutBalance } from './largeSheet.mts';
import { paste } from './paste.mts';
import { scheduled } from './scheduled.mts';
import { databaseFails, spreadsheet } from './spreadsheet.mts';
import { webhookIntake } from './webhook.mts';

/** Every workflow of the folder examples, imported as it stands and started by its real trigger. */
export const exampleScenarios: Scenario[] = [
	exampleFiles,
	paste,
	webhookIntake,
	agentTool,
	spreadsheet,
	databaseFails,
	scheduled,
	largeSheet,
	largeSheetWithoutBalance,
	largeSheetDatabaseFails,
];
