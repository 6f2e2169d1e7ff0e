import { JustOneApi as JustOneApiCredential } from './dist/credentials/JustOneApi.credentials';

export { JustOneApi } from './dist/nodes/JustOneApi/JustOneApi.node';
export declare const credentials: { JustOneApi: typeof JustOneApiCredential };
export type { Reason, Step } from './dist/nodes/JustOneApi/failure/failureTable';
export type { RowCost, RunTotals } from './dist/nodes/JustOneApi/run/totals';
export type { FailureDetails, FailureRecord } from './dist/nodes/JustOneApi/failure/failureRecord';
export type { ResolvedItem } from './dist/nodes/JustOneApi/resources/shareLink/resolvedItem';
export type { ListedPostItem, PostItem } from './dist/nodes/JustOneApi/resources/post/postItem';
export type { CommentItem } from './dist/nodes/JustOneApi/resources/post/commentItem';
export type { AuthorItem } from './dist/nodes/JustOneApi/resources/author/authorItem';
export type { ExtractedItem } from './dist/nodes/JustOneApi/resources/shareLink/extractedItem';
export type { BalanceItem } from './dist/nodes/JustOneApi/resources/account/getBalance';
export type { ContentType } from './dist/nodes/JustOneApi/platforms/target';
export type { PlatformName } from './dist/nodes/JustOneApi/platforms/platform';
