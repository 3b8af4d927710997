/** Readings that a step into a running sale makes old. */
export const saleNouns = ['sale', 'sales', 'overview', 'audit', 'line', 'find'] as const;
