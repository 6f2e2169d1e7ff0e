/**
 * Stands where a text may have been cut: a tag within a line, Excel's carriage return, the seam between two texts that may
 * be one. A code that goes on behind it is half a link; anything else ends the link as usual. A noncharacter, so no text has it.
 */
export const CUT = '\uFFFE';
