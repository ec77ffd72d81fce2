/**
 * Writing routes that nothing brings to success here, each with the reason; nothing here watches them. Any other route
 * that nobody brought to success is a fault, so a new one is asked for.
 */
export const needsAStory: Readonly<Record<string, string>> = {};
